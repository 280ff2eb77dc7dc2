package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that waits where Kafka's own spins. Under the consumer protocol, a poll that finds
 * nothing but records of paused partitions in its buffer looks again at once, and again, until its
 * time is up: a whole core while a window is full, which is when FCM is slow, paused or at its
 * quota. This one looks every few milliseconds.
 *
 * <p>Used by one thread, as every consumer.
 *
 * @see <a href="https://issues.apache.org/jira/browse/KAFKA-21084">KAFKA-21084</a>
 */
class PatientConsumer extends KafkaConsumer<byte[], byte[]> {

  /** Later than this nothing is found; each look costs some tens of microseconds. */
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  PatientConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (paused().isEmpty()) {
      return super.poll(timeout);
    }
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      ConsumerRecords<byte[], byte[]> records = super.poll(Duration.ZERO);
      long left = end - System.nanoTime();
      if (!records.isEmpty() || left <= 0) {
        return records;
      }
      LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
    }
  }
}
