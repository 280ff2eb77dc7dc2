package io.chatpush.dispatch.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

final class FanOutStreamsTest {

  @Test
  void leavesItsPartitionsToOthersWhenItStops() {
    assertThat(FanOutStreams.whenStopped(Map.of("application.id", "fan-out")))
        .isEqualTo(GroupMembershipOperation.LEAVE_GROUP);
  }

  @Test
  void keepsThemForItsReturnIfItHasANameOfItsOwn() {
    assertThat(FanOutStreams.whenStopped(Map.of("group.instance.id", "fan-out-0")))
        .isEqualTo(GroupMembershipOperation.REMAIN_IN_GROUP);
    assertThat(FanOutStreams.whenStopped(Map.of("main.consumer.group.instance.id", "fan-out-0")))
        .isEqualTo(GroupMembershipOperation.REMAIN_IN_GROUP);
  }

  @Test
  void saysHowMuchIsLeftToRestore() {
    assertThat(FanOutStreams.progress(State.REBALANCING, 12_345))
        .isEqualTo("its state is REBALANCING, 12345 records are left to read at most");
    assertThat(FanOutStreams.progress(State.REBALANCING, 0)).isEqualTo("its state is REBALANCING");
  }
}
