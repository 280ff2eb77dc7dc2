package io.chatpush.stack.replay;

import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows {@code push.outcomes} from where it ended when this was made, in a thread of its own. */
final class OutcomeReader implements AutoCloseable {

  private final KafkaConsumer<String, Object> consumer;
  private final PushLedger ledger;
  private final Thread thread;
  private volatile Exception failure = new IllegalStateException("reading goes on");
  private volatile boolean failed;

  OutcomeReader(String bootstrapServers, String registryUrl, PushLedger ledger) {
    this.ledger = ledger;
    AvroDeserializer values = new AvroDeserializer();
    values.configure(Map.of("schema.registry.url", registryUrl), false);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000),
            new StringDeserializer(),
            values);
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.PUSH_OUTCOMES).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seekToEnd is lazy: find the ends now
    thread = Thread.ofPlatform().name("outcomes").start(this::run);
  }

  /** Fails with what has stopped the reading, if anything has. */
  void requireAlive() {
    if (failed) {
      throw new IllegalStateException("Cannot read " + Topics.PUSH_OUTCOMES, failure);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, Object> entry : consumer.poll(Duration.ofSeconds(1))) {
          if (entry.value() instanceof PushOutcome outcome) {
            record(outcome);
          }
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) {
      failure = e;
      failed = true;
    }
  }

  private void record(PushOutcome outcome) {
    ledger.record(
        UUID.fromString(outcome.getPushId()),
        outcome.getMessageId(),
        outcome.getUserId(),
        outcome.getDeviceId(),
        outcome.getOutcome(),
        Duration.between(outcome.getSentAt(), outcome.getDecidedAt()).toMillis());
  }
}
