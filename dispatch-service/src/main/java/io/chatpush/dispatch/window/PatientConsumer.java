package io.chatpush.dispatch.window;

import io.chatpush.kafka.ResilientConsumer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A Kafka consumer that uses no CPU while its partitions are paused, under both group protocols.
 *
 * <p>Under the protocol {@code consumer}, a poll of {@link KafkaConsumer} that finds only records
 * of paused partitions in its buffer looks again at once, until its timeout has passed: a whole
 * core while a window is full, that is, while FCM is slow, paused or at its quota. Under that
 * protocol this consumer looks every few milliseconds instead. Under {@code classic} a poll blocks
 * until its timeout has passed or a response arrives, so it is left unchanged.
 *
 * <p>Used by one thread, as every consumer.
 *
 * @see <a href="https://issues.apache.org/jira/browse/KAFKA-21084">KAFKA-21084</a>
 */
class PatientConsumer extends ResilientConsumer {

  /** The longest delay that this adds to a record; each look costs some tens of microseconds. */
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private final boolean spins;

  PatientConsumer(Map<String, Object> config) {
    super(config);
    spins =
        GroupProtocol.CONSUMER
            .name()
            .equalsIgnoreCase(
                String.valueOf(
                    config.getOrDefault(
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        ConsumerConfig.DEFAULT_GROUP_PROTOCOL)));
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (!spins || paused().isEmpty()) {
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
