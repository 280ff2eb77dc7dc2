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
  void missesTheTopicOfEvents() {
    assertThat(OwnTopicsStep.complaint(Map.of()))
        .contains("no topic " + Topics.DEVICE_TOKEN_EVENTS);
  }
}
