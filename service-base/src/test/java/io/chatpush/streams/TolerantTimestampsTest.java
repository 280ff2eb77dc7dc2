package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TolerantTimestampsTest {

  /** 2026-11-26T12:00:00Z, as a constant for the values below. */
  private static final long NOW = 1_795_694_400_000L;

  private static final long NONE = -1;

  private final TolerantTimestamps timestamps = new TolerantTimestamps();

  @BeforeEach
  void configure() {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    timestamps.configure(Map.of(TolerantTimestamps.CLOCK, clock));
  }

  private long extract(long time, long partitionTime) {
    return timestamps.extract(
        new ConsumerRecord<>(
            "events",
            0,
            0,
            time,
            TimestampType.CREATE_TIME,
            0,
            0,
            "key",
            "value",
            new RecordHeaders(),
            Optional.empty()),
        partitionTime);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, NOW, NOW + 3_600_000})
  void takesATimeThatCanBe(long time) {
    assertThat(extract(time, NOW - 5)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -62_135_596_800_000L, -1, NOW + 3_600_001, Long.MAX_VALUE})
  void takesTheTimeOfThePartitionOrThePresentForOneThatCannotBe(long time) {
    assertThat(extract(time, NOW - 5)).isEqualTo(NOW - 5);
    assertThat(extract(time, NONE)).isEqualTo(NOW);
    assertThat(extract(time, NOW + Duration.ofDays(1).toMillis())).isEqualTo(NOW);
  }
}
