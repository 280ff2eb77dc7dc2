package io.chatpush.dispatch.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.streams.TolerantTimestamps;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class LaneOrderTest {

  private static final long[] TIMESTAMPS = {
    Long.MIN_VALUE,
    -62_135_596_800_000L, // the year 1
    -1,
    0,
    1_767_268_800_000L,
    LaneOrder.AGE_MILLIS,
    LaneOrder.AGE_MILLIS * 2,
    Long.MAX_VALUE
  };

  @Test
  void keepsTheLanesApartWhateverTheTimestampsAre() {
    for (long one : TIMESTAMPS) {
      for (long other : TIMESTAMPS) {
        assertThat(extracted(LaneOrder.DEVICES, one))
            .isNotNegative()
            .isLessThan(extracted(LaneOrder.DIRECT, other));
        assertThat(extracted(LaneOrder.DIRECT, one)).isLessThan(extracted(LaneOrder.BULK, other));
      }
    }
  }

  @Test
  void keepsTheOrderOfTimeWithinALane() {
    assertThat(extracted(LaneOrder.BULK, 1_767_268_800_000L))
        .isEqualTo(extracted(LaneOrder.BULK, 1_767_268_800_001L) - 1);
  }

  @Test
  void acceptsEveryTimestampOfAChatEvent() {
    for (long timestamp : TIMESTAMPS) {
      assertThat(new TolerantTimestamps().extract(record(timestamp), -1)).isNotNegative();
    }
  }

  private static long extracted(LaneOrder lane, long timestamp) {
    return lane.extract(record(timestamp), -1);
  }

  private static ConsumerRecord<Object, Object> record(long timestamp) {
    return new ConsumerRecord<>(
        "any",
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        "key",
        "value",
        new RecordHeaders(),
        Optional.empty());
  }
}
