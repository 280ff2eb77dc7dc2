package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {

  private static final String STORE = "devices";
  private static final TopicPartition FIRST = new TopicPartition("fixture", 0);
  private static final TopicPartition SECOND = new TopicPartition("fixture", 1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StreamsMeters meters = new StreamsMeters(registry);
  private final RestoreProgress progress = meters.restoring();

  @Test
  void countsDownToNothing() {
    progress.onRestoreStart(FIRST, STORE, 100, 1_100);
    progress.onRestoreStart(SECOND, STORE, 0, 500);
    assertThat(progress.left()).isEqualTo(1_500);
    progress.onBatchRestored(FIRST, STORE, 599, 400);
    assertThat(registry.get("push.state.restore.left").gauge().value()).isEqualTo(1_000);
    progress.onRestoreEnd(FIRST, STORE, 900);
    assertThat(progress.left()).isEqualTo(500);
    progress.onRestoreEnd(SECOND, STORE, 500);
    assertThat(progress.left()).isZero();
  }

  @Test
  void doesNotCountAPartitionThatWentToAnotherInstance() {
    progress.onRestoreStart(FIRST, STORE, 0, 1_000);
    progress.onRestoreSuspended(FIRST, STORE, 10);
    progress.onBatchRestored(FIRST, STORE, 20, 10);
    assertThat(progress.left()).isZero();
  }

  @Test
  void gaugeAddsUpAllApplications() {
    RestoreProgress other = meters.restoring();
    progress.onRestoreStart(FIRST, STORE, 0, 1_000);
    other.onRestoreStart(FIRST, STORE, 0, 200);
    assertThat(registry.get("push.state.restore.left").gauge().value()).isEqualTo(1_200);
    assertThat(progress.left()).isEqualTo(1_000);
    other.onRestoreEnd(FIRST, STORE, 200);
    assertThat(registry.get("push.state.restore.left").gauge().value()).isEqualTo(1_000);
  }
}
