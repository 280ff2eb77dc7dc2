package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResilientConsumerTest {

  private static final String MESSAGE =
      "Received exception when fetching the next record from chat.messages-dead-letters-3. If"
          + " needed, please seek past the record to continue consumption.";

  private static final TopicPartition PARTITION =
      new TopicPartition("chat.messages-dead-letters", 3);

  @Test
  void namesThePartitionOfADamagedRecord() {
    assertThat(damage(MESSAGE, new InvalidRecordException("size"))).isEqualTo(PARTITION);
    assertThat(damage(MESSAGE, new KafkaException(new IOException("not in GZIP format"))))
        .isEqualTo(PARTITION);
    assertThat(
            damage(
                "Encountered corrupt message when fetching offset 17 for topic-partition"
                    + " chat.messages-dead-letters-3",
                null))
        .isEqualTo(PARTITION);
  }

  @Test
  void blamesNoRecordForAFaultOfThisMachine() {
    assertThat(damage(MESSAGE, new KafkaException(new UnsatisfiedLinkError("no libsnappy"))))
        .isNull();
    assertThat(damage(MESSAGE, new OutOfMemoryError())).isNull();
  }

  @Test
  void leavesAllOtherFailuresAlone() {
    assertThat(damage("Unexpected error while fetching for topic-partition a-1", null)).isNull();
    assertThat(ResilientConsumer.partitionOfDamage(new TopicAuthorizationException(MESSAGE)))
        .isNull();
  }

  private static @Nullable TopicPartition damage(String message, @Nullable Throwable cause) {
    return ResilientConsumer.partitionOfDamage(new KafkaException(message, cause));
  }
}
