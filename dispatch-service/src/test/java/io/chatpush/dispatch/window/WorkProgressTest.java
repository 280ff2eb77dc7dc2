package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WorkProgressTest {

  private static final TopicPartition PARTITION = new TopicPartition("topic", 3);
  private static final long START = Long.MAX_VALUE - 1_000;

  private final WorkProgress progress = new WorkProgress(START);

  @Test
  void isContentWithoutWork() {
    assertThat(after(Duration.ofHours(1), 0, 0, Duration.ZERO)).isEmpty();
  }

  @Test
  void reportsWorkThatFinishesNothing() {
    assertThat(after(Duration.ofSeconds(60), 0, 2, Duration.ofSeconds(60))).isEmpty();
    assertThat(after(Duration.ofSeconds(61), 0, 2, Duration.ofSeconds(61)))
        .hasValue("works on 2 records and has finished none for 61 s");
    assertThat(after(Duration.ofSeconds(62), 1, 1, Duration.ofSeconds(62))).isEmpty();
  }

  @Test
  void reportsOneRecordThatTakesTooLongWhileOthersAreDone() {
    long done = 0;
    for (int seconds = 0; seconds <= 300; seconds += 10) {
      Duration taken = Duration.ofSeconds(seconds);
      assertThat(after(taken, ++done, 5, taken)).as("after " + taken).isEmpty();
    }
    assertThat(after(Duration.ofSeconds(301), ++done, 5, Duration.ofSeconds(301)))
        .hasValue("has worked on the record at offset 7 of topic-3 for 301 s");
  }

  private Optional<String> after(Duration time, long done, int records, Duration oldest) {
    return progress.trouble(
        done,
        new WindowListener.Activity(records, PARTITION, 7, oldest.toNanos()),
        START + time.toNanos());
  }
}
