package io.chatpush.token.ownership;

import io.chatpush.supervision.PartitionWatch;
import io.chatpush.supervision.SupervisedStreams;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Starts the stream, and replaces it when supervision asks for that. The stream itself is stopped
 * by its factory, with the service. Thread-safe.
 */
final class OwnershipStream implements SupervisedStreams.Host, SmartLifecycle {

  private final StreamsBuilderFactoryBean streams;
  private final InstancePlace here;
  private final BadRecords bad;
  private final PartitionWatch partitions;
  private volatile boolean started;
  private volatile boolean stopped;

  OwnershipStream(
      StreamsBuilderFactoryBean streams,
      InstancePlace here,
      BadRecords bad,
      PartitionWatch partitions) {
    this.streams = streams;
    this.here = here;
    this.bad = bad;
    this.partitions = partitions;
  }

  @Override
  public @Nullable KafkaStreams current() {
    return streams.getKafkaStreams();
  }

  @Override
  public synchronized void open() {
    if (stopped) {
      return;
    }
    Properties properties = streams.getStreamsConfiguration();
    if (properties == null) {
      throw new IllegalStateException("Boot has configured the stream");
    }
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, here.text());
    // What was asked for is a copy.
    streams.setStreamsConfiguration(properties);
    try {
      streams.start();
    } catch (RuntimeException e) {
      KafkaStreams halfStarted = streams.getKafkaStreams();
      if (halfStarted != null) {
        halfStarted.close();
      }
      throw e;
    } finally {
      started = true;
    }
  }

  @Override
  public synchronized void close() {
    streams.stop();
  }

  @Override
  public boolean isWanted() {
    return started && !stopped;
  }

  /** A restart would not remove the partitions that an operator added. */
  @Override
  public Optional<String> outsideCause() {
    return partitions.change();
  }

  /** A restart would not bring the schema, and would stop the partitions that do not wait. */
  @Override
  public Optional<String> whyRecordsWait() {
    return bad.registryTrouble();
  }

  /** Does nothing: a step of the start opens the stream when everything that it needs is there. */
  @Override
  public void start() {}

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean isRunning() {
    return !stopped;
  }
}
