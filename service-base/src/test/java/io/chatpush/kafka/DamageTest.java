package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DamageTest {

  private static final String MESSAGE =
      "Received exception when fetching the next record from chat.messages-dead-letters-3. If"
          + " needed, please seek past the record to continue consumption.";

  private static final String CRC =
      "Record batch for partition chat.messages-dead-letters-3 at offset 1200 is invalid, cause:"
          + " Record is corrupt (stored crc = 1, computed crc = 2)";

  private static final TopicPartition PARTITION =
      new TopicPartition("chat.messages-dead-letters", 3);

  @Test
  void readsABatchWhoseCrcMatchesAsWrittenByTheProducer() {
    assertThat(damage(MESSAGE, new InvalidRecordException("size")))
        .isEqualTo(new Damage(PARTITION, "size", false, -1));
    assertThat(damage(MESSAGE, new KafkaException("gzip", new IOException("no GZIP format"))))
        .isEqualTo(new Damage(PARTITION, "gzip", false, -1));
  }

  @Test
  void readsTheBatchWhoseCrcDoesNotMatch() {
    assertThat(damage(MESSAGE, new KafkaException(CRC)))
        .isEqualTo(new Damage(PARTITION, CRC, true, 1200));
  }

  @Test
  void trustsNoOffsetOfARecordInAnOldFormat() {
    String crc = CRC.replace("Record batch for", "Record for");
    assertThat(damage(MESSAGE, new KafkaException(crc)))
        .isEqualTo(new Damage(PARTITION, crc, true, -1));
  }

  @Test
  void readsABatchWithoutAReadableHeader() {
    CorruptRecordException magic = new CorruptRecordException("Invalid magic found in record: 17");
    assertThat(damage(MESSAGE, magic))
        .isEqualTo(new Damage(PARTITION, "Invalid magic found in record: 17", true, -1));
    assertThat(Damage.of(magic))
        .isEqualTo(new Damage(null, "Invalid magic found in record: 17", true, -1));
  }

  @Test
  void readsTheSameTextForEveryOffsetOfAFailureWithoutACause() {
    Damage damage = new Damage(PARTITION, "", true, -1);
    assertThat(damage(MESSAGE, null)).isEqualTo(damage);
    assertThat(
            damage(
                "Encountered corrupt message when fetching offset 17 for topic-partition"
                    + " chat.messages-dead-letters-3",
                null))
        .isEqualTo(damage);
    assertThat(
            damage(
                "Failed to make progress reading messages at chat.messages-dead-letters-3=17."
                    + " Received a non-empty fetch response from the server, but no complete"
                    + " records were found.",
                null))
        .isEqualTo(damage);
  }

  @Test
  void blamesNoRecordForAFaultOfThisMachine() {
    assertThat(damage(MESSAGE, new KafkaException(new UnsatisfiedLinkError("no libsnappy"))))
        .isNull();
    assertThat(damage(MESSAGE, new OutOfMemoryError())).isNull();
    assertThat(Damage.of(new CorruptRecordException("magic", new OutOfMemoryError()))).isNull();
  }

  @Test
  void leavesAllOtherFailuresAlone() {
    assertThat(damage("Unexpected error while fetching for topic-partition a-1", null)).isNull();
    assertThat(Damage.of(new TopicAuthorizationException(MESSAGE))).isNull();
  }

  private static @Nullable Damage damage(String message, @Nullable Throwable cause) {
    return Damage.of(new KafkaException(message, cause));
  }
}
