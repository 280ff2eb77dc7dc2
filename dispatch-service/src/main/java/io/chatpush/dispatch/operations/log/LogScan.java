package io.chatpush.dispatch.operations.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a range as fast as possible, in no order between partitions, to a deadline. */
public final class LogScan {

  private static final Duration POLL = Duration.ofMillis(100);

  private LogScan() {}

  /**
   * Shows every record of the range to {@code visitor}.
   *
   * @return whether all were read before the deadline
   */
  public static boolean read(
      Consumer<byte[], byte[]> consumer,
      LogRange range,
      Clock clock,
      Instant deadline,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    Set<TopicPartition> left = new HashSet<>(range.spans().keySet());
    consumer.assign(left);
    // A partition that stays assigned stays paused, if an earlier scan paused it.
    consumer.resume(left);
    range.spans().forEach((partition, span) -> consumer.seek(partition, span.from()));
    while (!left.isEmpty()) {
      if (!clock.instant().isBefore(deadline)) {
        return false;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        LogRange.Span span =
            range.spans().get(new TopicPartition(record.topic(), record.partition()));
        if (span != null && record.offset() < span.to()) {
          visitor.accept(record);
        }
      }
      for (TopicPartition partition : new ArrayList<>(left)) {
        LogRange.Span span = range.spans().get(partition);
        if (span == null || consumer.position(partition) >= span.to()) {
          left.remove(partition);
          consumer.pause(Set.of(partition));
        }
      }
    }
    return true;
  }
}
