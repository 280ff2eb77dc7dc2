package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnTopicsStepTest {

  @Test
  void takesTopicsThatTheStreamHasStillToMake() {
    assertThat(OwnTopicsStep.complaint(Map.of(Topics.DEVICE_TOKEN_EVENTS, 12))).isEmpty();
  }

  @Test
  void takesAsManyPartitionsAsTheEventsHave() {
    assertThat(
            OwnTopicsStep.complaint(
                Map.of(Topics.DEVICE_TOKEN_EVENTS, 12, "a-changelog", 12, "b-repartition", 12)))
        .isEmpty();
  }

  @Test
  void namesTheTopicsThatHaveAnotherNumber() {
    assertThat(
            OwnTopicsStep.complaint(
                Map.of(Topics.DEVICE_TOKEN_EVENTS, 12, "a-changelog", 8, "b-repartition", 12)))
        .hasValueSatisfying(complaint ->
            assertThat(complaint)
                .contains(Topics.DEVICE_TOKEN_EVENTS + " has 12", "{a-changelog=8}")
                .doesNotContain("b-repartition"));
  }

  @Test
  void namesTheTopicsByUserThatHaveAnotherNumber() {
    assertThat(
            OwnTopicsStep.complaint(
                Map.of(
                    Topics.DEVICE_TOKEN_EVENTS, 4,
                    Topics.USER_DEVICES, 12,
                    Topics.PUSH_COMMANDS, 8,
                    Topics.PUSH_REQUESTS, 12)))
        .contains(
            "push.user-devices has 12 partitions, other than {push.commands=8}; docs/operate.md,"
                + " More partitions, says what to do");
  }

  @Test
  void takesTopicsByUserThatMayNotBeAskedFor() {
    assertThat(
            OwnTopicsStep.complaint(Map.of(Topics.DEVICE_TOKEN_EVENTS, 4, Topics.USER_DEVICES, 12)))
        .isEmpty();
  }

  @Test
  void missesTheTopicOfEvents() {
    assertThat(OwnTopicsStep.complaint(Map.of()))
        .contains("no topic " + Topics.DEVICE_TOKEN_EVENTS);
  }
}
