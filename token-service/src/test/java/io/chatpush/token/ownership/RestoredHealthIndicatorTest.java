package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.service.RestoreProgress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class RestoredHealthIndicatorTest {

  private final RestoreProgress restoring = new RestoreProgress(new SimpleMeterRegistry());
  private final RestoredHealthIndicator health = new RestoredHealthIndicator(restoring);

  @Test
  void saysHowMuchIsLeftUntilTheStateIsThere() {
    restoring.onRestoreStart(new TopicPartition("fixture", 0), "store", 0, 12_345);
    assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(health.health().getDetails())
        .containsEntry(
            "waitingFor", "the state of its partitions: 12345 records are left to read at most");
    health.onChange(State.RUNNING, State.REBALANCING);
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void staysUpInALaterRebalance() {
    health.onChange(State.RUNNING, State.REBALANCING);
    health.onChange(State.REBALANCING, State.RUNNING);
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }
}
