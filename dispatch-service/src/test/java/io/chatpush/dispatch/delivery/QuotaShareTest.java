package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.schemas.Topics;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class QuotaShareTest {

  private static final Project PROJECT = new Project("project", 600_000);

  private final AtomicInteger partitions = new AtomicInteger(8);
  private final TestPacer time = new TestPacer(10);
  private final QuotaShare share = new QuotaShare(time.pacer(), partitions::get);

  @Test
  void isThePartOfThePartitionsThatThisInstanceHas() {
    double whole = time.ratePerSecond(PROJECT);
    gain(0, 4);
    assertThat(time.ratePerSecond(PROJECT)).isCloseTo(whole / 2, within(1.0));
    share.lost(new TopicPartition(Topics.PUSH_REQUESTS, 0));
    assertThat(time.ratePerSecond(PROJECT)).isCloseTo(whole * 3 / 8, within(1.0));
  }

  @Test
  void neverExceedsTheQuotaWhenPartitionsAreAdded() {
    double whole = time.ratePerSecond(PROJECT);
    gain(0, 8);
    partitions.set(16);
    share.changed();
    assertThat(time.ratePerSecond(PROJECT))
        .as("the new partitions are another instance's")
        .isCloseTo(whole / 2, within(1.0));
    gain(8, 16);
    assertThat(time.ratePerSecond(PROJECT)).isCloseTo(whole, within(1.0));
  }

  private void gain(int from, int to) {
    for (int number = from; number < to; number++) {
      share.gained(new TopicPartition(Topics.PUSH_REQUESTS, number));
    }
  }
}
