package io.chatpush.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupWatchTest {

  private static final TopicPartition PARTITION = new TopicPartition("topic", 3);
  private static final TopicPartition OTHER = new TopicPartition("topic", 4);
  private static final GroupPartition PLACE = new GroupPartition("group", PARTITION);
  private static final GroupLag WAITING = new GroupLag(5, Duration.ofSeconds(90));
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final GroupWatch watch = new GroupWatch();

  @Test
  void namesAPartitionInWhichNothingIsCommittedForAMinute() {
    for (int second = 0; second < 60; second += 10) {
      assertThat(watch.stalled("group", List.of(PARTITION, OTHER), second * SECOND)).isEmpty();
      shows(7, WAITING, second);
    }
    shows(7, WAITING, 60);
    assertThat(watch.stalled("group", List.of(PARTITION, OTHER), 60 * SECOND)).contains("topic-3");
    assertThat(watch.stalled("group", List.of(OTHER), 60 * SECOND)).isEmpty();
    assertThat(watch.stalled("another", List.of(PARTITION), 60 * SECOND)).isEmpty();
  }

  @Test
  void startsAfreshWithEachCommit() {
    for (int second = 0; second <= 200; second += 10) {
      shows(second, WAITING, second);
    }
    assertThat(watch.stalled("group", List.of(PARTITION), 200 * SECOND)).isEmpty();
  }

  @Test
  void doesNotCountAPartitionInWhichNothingWaits() {
    for (int second = 0; second <= 200; second += 10) {
      shows(7, GroupLag.NONE, second);
    }
    assertThat(watch.stalled("group", List.of(PARTITION), 200 * SECOND)).isEmpty();
  }

  @Test
  void knowsNothingWhereTheLastReadingIsOld() {
    for (int second = 0; second <= 60; second += 10) {
      shows(7, WAITING, second);
    }
    assertThat(watch.stalled("group", List.of(PARTITION), 121 * SECOND)).isEmpty();
  }

  @Test
  void namesAPartitionInWhichTheGroupHasNeverCommitted() {
    for (int second = 0; second <= 60; second += 10) {
      watch.show(Map.of(), Map.of(PLACE, WAITING), Map.of(), second * SECOND);
    }
    assertThat(watch.stalled("group", List.of(PARTITION), 60 * SECOND)).contains("topic-3");
  }

  @Test
  void wantsToKnowWhatItIsAskedAbout() {
    assertThat(watch.asked(0)).isEmpty();
    assertThat(watch.stalled("group", List.of(PARTITION, OTHER), 0)).isEmpty();
    assertThat(watch.asked(59 * SECOND)).isEqualTo(Map.of("group", Set.of(PARTITION, OTHER)));
    assertThat(watch.stalled("group", List.of(OTHER), 30 * SECOND)).isEmpty();
    assertThat(watch.asked(60 * SECOND)).isEqualTo(Map.of("group", Set.of(OTHER)));
    assertThat(watch.asked(90 * SECOND)).isEqualTo(Map.of("group", Set.of()));
  }

  @Test
  void wantsToKnowTheMembersOfAGroupWithoutPartitions() {
    assertThat(watch.withoutOwner("first", List.of(PARTITION))).isEmpty();
    assertThat(watch.lacks("second", "member", 0)).isFalse();
    assertThat(watch.asked(0)).isEqualTo(Map.of("first", Set.of(), "second", Set.of()));
  }

  private void shows(long committed, GroupLag lag, int second) {
    watch.show(Map.of(PLACE, committed), Map.of(PLACE, lag), Map.of(), second * SECOND);
  }
}
