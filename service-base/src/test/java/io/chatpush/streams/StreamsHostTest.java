package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

final class StreamsHostTest {

  @Test
  void leavesItsPartitionsToOthersWhenItStops() {
    assertThat(StreamsHost.whenClosed(Map.of("application.id", "fan-out")))
        .isEqualTo(GroupMembershipOperation.LEAVE_GROUP);
  }

  @Test
  void keepsThemForItsReturnIfItHasANameOfItsOwn() {
    assertThat(StreamsHost.whenClosed(Map.of("group.instance.id", "fan-out-0")))
        .isEqualTo(GroupMembershipOperation.REMAIN_IN_GROUP);
    assertThat(StreamsHost.whenClosed(Map.of("main.consumer.group.instance.id", "fan-out-0")))
        .isEqualTo(GroupMembershipOperation.REMAIN_IN_GROUP);
  }

  @Test
  void saysHowMuchIsLeftToRestore() {
    assertThat(StreamsStep.progress(State.REBALANCING, 12_345))
        .isEqualTo("its state is REBALANCING, 12345 records are left to read at most");
    assertThat(StreamsStep.progress(State.REBALANCING, 0)).isEqualTo("its state is REBALANCING");
  }
}
