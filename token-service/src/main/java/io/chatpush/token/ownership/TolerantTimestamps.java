package io.chatpush.token.ownership;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of a record, and the time of its partition where the record has none or one that
 * cannot be. Kafka Streams' own extractors end the thread at a negative time, at the latest where
 * it is the first record of a partition; and a time in the far future would be written to topics
 * whose broker refuses it, and would keep an address for its device forever.
 *
 * <p>The times of all topics that the stream reads are those of the broker or of the stream itself
 * unless somebody else writes them or has changed {@code message.timestamp.type}.
 *
 * <p>Kafka Streams creates it from its class name.
 */
public final class TolerantTimestamps implements TimestampExtractor, Configurable {

  /** What a broker accepts by default: {@code message.timestamp.after.max.ms}. */
  static final Duration MOST_AHEAD = Duration.ofHours(1);

  private @Nullable Clock clock;

  /** Creates an extractor that must be configured before use. */
  public TolerantTimestamps() {}

  @Override
  public void configure(Map<String, ?> settings) {
    clock = BadRecords.of(settings).clock();
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (clock == null) {
      throw new IllegalStateException("configure() was not called");
    }
    long now = clock.millis();
    long time = record.timestamp();
    if (time >= 0 && time <= now + MOST_AHEAD.toMillis()) {
      return time;
    }
    return partitionTime >= 0 && partitionTime <= now ? partitionTime : now;
  }
}
