package io.chatpush.streams;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the time of a record, and the time of its partition where the record has none or one that
 * cannot be. Kafka Streams' own extractors end the thread at a negative time, at the latest where
 * it is the first record of a partition; and a time in the far future would be written to topics
 * whose broker refuses it, and would keep an address for its device permanently.
 *
 * <p>The times of all topics that the services read are those of the broker or of the services
 * themselves unless another program writes them or {@code message.timestamp.type} was changed.
 *
 * <p>Kafka Streams creates it from its class name.
 */
public final class TolerantTimestamps implements TimestampExtractor, Configurable {

  /** The key of the {@link Clock} in the settings of Kafka Streams; the system's without one. */
  public static final String CLOCK = "chatpush.streams.clock";

  /** What a broker accepts by default: {@code message.timestamp.after.max.ms}. */
  public static final Duration MOST_AHEAD = Duration.ofHours(1);

  private Clock clock = Clock.systemUTC();

  /** Creates an extractor that uses the system's clock until it is configured. */
  public TolerantTimestamps() {}

  @Override
  public void configure(Map<String, ?> settings) {
    if (settings.get(CLOCK) instanceof Clock given) {
      clock = given;
    }
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long now = clock.millis();
    long time = record.timestamp();
    if (time >= 0 && time <= now + MOST_AHEAD.toMillis()) {
      return time;
    }
    return partitionTime >= 0 && partitionTime <= now ? partitionTime : now;
  }
}
