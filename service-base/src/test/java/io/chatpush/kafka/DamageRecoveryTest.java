package io.chatpush.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.kafka.FakeRawConsumer.Failures;
import io.chatpush.service.RateLimitedLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.CompletedFetch;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class DamageRecoveryTest {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final TopicPartition A = new TopicPartition("a", 0);
  private static final TopicPartition B = new TopicPartition("b", 0);
  private static final TopicPartition C = new TopicPartition("c", 0);

  /** Longer than all fetches of one batch take. */
  private static final int POLLS = 60;

  private final FakeRawConsumer consumer = new FakeRawConsumer();
  private final List<String> read = new ArrayList<>();
  private long nanos;

  private final DamageRecovery recovery =
      new DamageRecovery(
          consumer,
          () -> nanos,
          new RateLimitedLog(
              LoggerFactory.getLogger(DamageRecoveryTest.class), Clock.systemUTC(), 1));

  /** The failures of the client that a damage on the way from the broker can cause. */
  enum Kind {
    CRC("KafkaException") {
      @Override
      Failures of(TopicPartition partition) {
        return crc(partition, 1, 7);
      }
    },
    HEADER_OF_FIRST_BATCH("CorruptRecordException") {
      @Override
      Failures of(TopicPartition partition) {
        return magic();
      }
    },
    HEADER_OF_LATER_BATCH("CorruptRecordException") {
      @Override
      Failures of(TopicPartition partition) {
        return named(partition, new CorruptRecordException("Invalid magic found in record: 17"));
      }
    },
    INCOMPLETE("KafkaException") {
      @Override
      Failures of(TopicPartition partition) {
        return new Failures(
            true,
            List.of(
                new KafkaException(
                    "Failed to make progress reading messages at " + partition + "=1. Received")));
      }
    },
    FOUND_BY_BROKER("KafkaException") {
      @Override
      Failures of(TopicPartition partition) {
        return new Failures(
            true,
            List.of(
                new KafkaException(
                    "Encountered corrupt message when fetching offset 1 for topic-partition "
                        + partition)));
      }
    },
    OLD_FORMAT("KafkaException") {
      @Override
      Failures of(TopicPartition partition) {
        IllegalArgumentException unexpected = new IllegalArgumentException("compression 5");
        unexpected.setStackTrace(
            new StackTraceElement[] {
              new StackTraceElement(CompletedFetch.class.getName(), "fetchRecords", "", 1)
            });
        return new Failures(
            true, List.of(unexpected, named(partition, null).exceptions().getFirst()));
      }
    };

    private final String header;

    Kind(String header) {
      this.header = header;
    }

    abstract Failures of(TopicPartition partition);
  }

  @ParameterizedTest
  @EnumSource
  void refusesEachRecordOfADamagedBatchAndNoOther(Kind kind) {
    consumer.add(A, 0, 0);
    consumer.add(A, 1, 3, _ -> kind.of(A));
    consumer.add(A, 4, 5);
    consumer.add(B, 0, 2);

    poll(POLLS);

    assertThat(read)
        .filteredOn(record -> record.startsWith("a-0"))
        .containsExactly(
            "a-0@0",
            "a-0@1 refused: " + kind.header,
            "a-0@2 refused: " + kind.header,
            "a-0@3 refused: " + kind.header,
            "a-0@4",
            "a-0@5");
    assertThat(read)
        .filteredOn(record -> record.startsWith("b-0"))
        .containsExactly("b-0@0", "b-0@1", "b-0@2");
    assertThat(consumer.paused()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void readsARecordThatWasDamagedOnTheWay(Kind kind) {
    consumer.add(A, 0, 0);
    consumer.add(A, 1, 3, fetch -> fetch < DamageRecovery.FETCHES ? kind.of(A) : readable());
    consumer.add(B, 0, 0);

    poll(POLLS);

    assertThat(read).containsExactlyInAnyOrder("a-0@0", "a-0@1", "a-0@2", "a-0@3", "b-0@0");
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void fetchesADamagedBatchOnceASecondAndTheOtherPartitionsMeanwhile() {
    consumer.add(A, 0, 0, _ -> crc(A, 0, 7));
    poll(1);
    consumer.add(B, 0, 0);
    consumer.fetches.clear();

    nanos = DamageRecovery.BETWEEN_FETCHES_NANOS - 1 - POLL.toNanos();
    poll(2);

    assertThat(read).containsExactly("b-0@0");
    assertThat(consumer.fetches).containsExactly("b-0@0");

    poll(1);

    assertThat(consumer.fetches).contains("a-0@0");
  }

  @Test
  void refusesAtOnceWhatAProducerWrote() {
    consumer.add(A, 0, 1, _ -> named(A, new InvalidRecordException("header")));

    poll(2);

    assertThat(read)
        .containsExactly(
            "a-0@0 refused: InvalidRecordException", "a-0@1 refused: InvalidRecordException");
    assertThat(consumer.fetches).containsExactly("a-0@0", "a-0@1");
  }

  @Test
  void refusesNoRecordIfEachFetchIsDamagedInAnotherWay() {
    consumer.add(A, 0, 0, fetch -> crc(A, 0, fetch));

    pollASecondEach(100);

    assertThat(read).isEmpty();
    assertThat(consumer.position(A, Duration.ZERO)).isZero();
  }

  @Test
  void fetchesTheNextDamagedBatchAgainToo() {
    consumer.add(A, 0, 0, _ -> crc(A, 0, 7));
    // The first three fetches only make the client discard what it has of the batch before it.
    consumer.add(A, 1, 1, fetch -> fetch < 6 ? crc(A, 1, 7) : readable());

    pollASecondEach(20);

    assertThat(read).containsExactly("a-0@0 refused: KafkaException", "a-0@1");
  }

  @Test
  void skipsTheOffsetsThatCompactionRemovedBeforeADamagedBatch() {
    consumer.add(A, 0, 0);
    consumer.add(A, 100_000, 100_001, _ -> crc(A, 100_000, 7));
    consumer.add(A, 100_002, 100_002);

    poll(POLLS);

    assertThat(read)
        .containsExactly(
            "a-0@0",
            "a-0@100000 refused: KafkaException",
            "a-0@100001 refused: KafkaException",
            "a-0@100002");
  }

  @Test
  void doesNotGoToADamagedOffset() {
    consumer.add(A, 0, 1, _ -> crc(A, 1L << 50, 7));
    consumer.add(A, 2, 2);

    poll(POLLS);

    assertThat(read)
        .containsExactly("a-0@0 refused: KafkaException", "a-0@1 refused: KafkaException", "a-0@2");
  }

  @Test
  void findsAllPartitionsThatTheClientDoesNotName() {
    consumer.add(A, 0, 1);
    consumer.add(B, 0, 1, _ -> magic());
    consumer.add(B, 2, 2);
    consumer.add(C, 0, 0, _ -> magic());
    consumer.add(C, 1, 1);

    poll(2 * POLLS);

    assertThat(read)
        .containsExactlyInAnyOrder(
            "a-0@0",
            "a-0@1",
            "b-0@0 refused: CorruptRecordException",
            "b-0@1 refused: CorruptRecordException",
            "b-0@2",
            "c-0@0 refused: CorruptRecordException",
            "c-0@1");
  }

  @Test
  void leavesPartitionsPausedThatItsOwnerPaused() {
    consumer.add(A, 0, 0, _ -> magic());
    consumer.add(A, 1, 1);
    consumer.add(B, 0, 0);
    consumer.pause(List.of(B));

    poll(POLLS);

    assertThat(read).containsExactly("a-0@0 refused: CorruptRecordException", "a-0@1");
    assertThat(consumer.paused()).containsExactly(B);
  }

  @Test
  void losesNoRecordOfAPartitionThatIsAssignedMeanwhile() {
    consumer.add(A, 0, 0, _ -> crc(A, 0, 7));
    consumer.during(2, () -> consumer.add(B, 0, 1));

    poll(POLLS);

    assertThat(read).containsExactlyInAnyOrder("a-0@0 refused: KafkaException", "b-0@0", "b-0@1");
  }

  @Test
  void leavesAPartitionPausedThatItsOwnerPausesMeanwhile() {
    consumer.add(A, 0, 0, _ -> crc(A, 0, 7));
    consumer.add(B, 0, 0, _ -> crc(B, 0, 7));
    consumer.during(2, () -> recovery.paused(List.of(B)));

    poll(1);

    assertThat(consumer.paused()).containsExactly(B);
  }

  @Test
  void throwsFailuresThatAreNotOfTheTopic() {
    KafkaException refused = new TopicAuthorizationException("no access");
    consumer.add(A, 0, 0, _ -> new Failures(true, List.of(refused)));
    consumer.add(B, 0, 0);

    assertThatThrownBy(() -> poll(1)).isSameAs(refused);
    assertThat(consumer.position(A, Duration.ZERO)).isZero();
  }

  @Test
  void throwsExceptionsThatAreNotOfTheParser() {
    IllegalArgumentException mistake = new IllegalArgumentException("timeout must not be negative");
    consumer.add(A, 0, 0, _ -> new Failures(true, List.of(mistake)));

    assertThatThrownBy(() -> poll(1)).isSameAs(mistake);
  }

  @Test
  void throwsAFailureWithoutAPartitionThatNoFetchedDataCause() {
    CorruptRecordException once = new CorruptRecordException("of another request");
    consumer.add(A, 0, 0);
    consumer.during(
        1,
        () -> {
          throw once;
        });

    assertThatThrownBy(() -> poll(1)).isSameAs(once);
    poll(1);

    assertThat(read).containsExactly("a-0@0");
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      for (ConsumerRecord<byte[], byte[]> record : recovery.poll(POLL)) {
        read.add(text(record));
      }
      nanos += POLL.toNanos();
    }
  }

  private void pollASecondEach(int times) {
    for (int i = 0; i < times; i++) {
      poll(1);
      nanos += TimeUnit.SECONDS.toNanos(1);
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    return record.value() != null
        ? place
        : place
            + " refused: "
            + new String(
                record.headers().lastHeader(ResilientConsumer.UNREADABLE).value(),
                StandardCharsets.UTF_8);
  }

  private static Failures readable() {
    return new Failures(true, List.of());
  }

  private static Failures magic() {
    return new Failures(
        false, List.of(new CorruptRecordException("Invalid magic found in record: 17")));
  }

  private static Failures crc(TopicPartition partition, long batch, long computed) {
    return named(
        partition,
        new KafkaException(
            "Record batch for partition "
                + partition
                + " at offset "
                + batch
                + " is invalid, cause: Record is corrupt (stored crc = 1, computed crc = "
                + computed
                + ")"));
  }

  private static Failures named(TopicPartition partition, @Nullable Exception cause) {
    return new Failures(
        true,
        List.of(
            new KafkaException(
                "Received exception when fetching the next record from "
                    + partition
                    + ". If needed, please seek past the record to continue consumption.",
                cause)));
  }
}
