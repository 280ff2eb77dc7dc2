package io.chatpush.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topics;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicNeedsTest {

  private static final String EVENTS = Topics.DEVICE_TOKEN_EVENTS;

  private final TopicNeeds needs =
      new TopicNeeds(
          Set.of(EVENTS, Topics.USER_DEVICES),
          Set.of("a-changelog", "b-repartition"),
          Map.of(
              "topics of the stream",
              Set.of(EVENTS, "a-changelog", "b-repartition"),
              TopicNeeds.BY_USER,
              TopicNeeds.byUser()),
          Set.of(EVENTS));

  @Test
  void acceptsTopicsThatDoNotExistYet() {
    assertThat(needs.mismatch(Map.of(EVENTS, 12, Topics.USER_DEVICES, 4))).isEmpty();
    assertThat(needs.mismatch(Map.of())).isEmpty();
  }

  @Test
  void acceptsTopicsWithTheSameNumberOfPartitions() {
    assertThat(needs.mismatch(Map.of(EVENTS, 12, "a-changelog", 12, "b-repartition", 12)))
        .isEmpty();
  }

  @Test
  void namesTheTopicsOfAGroupWithTheirNumbers() {
    assertThat(
            needs.mismatch(
                Map.of(EVENTS, 12, "a-changelog", 8, "b-repartition", 12, Topics.USER_DEVICES, 4)))
        .contains(
            "topics of the stream must have the same number of partitions: {a-changelog=8,"
                + " b-repartition=12, push.device-token-events=12}; docs/operate.md, More"
                + " partitions, says what to do");
  }

  @Test
  void namesTheTopicsByUserThatHaveAnotherNumber() {
    assertThat(
            needs.mismatch(
                Map.of(
                    EVENTS,
                    4,
                    Topics.USER_DEVICES,
                    12,
                    Topics.PUSH_COMMANDS,
                    8,
                    Topics.PUSH_REQUESTS,
                    12)))
        .contains(
            "topics partitioned by user must have the same number of partitions: {push.commands=8,"
                + " push.requests=12, push.user-devices=12}; docs/operate.md, More partitions, says"
                + " what to do");
  }

  @Test
  void describesEachTopicOnce() {
    assertThat(new TopicNeeds(Set.of(EVENTS), Set.of(EVENTS, "a"), Map.of(), Set.of(EVENTS)).all())
        .containsExactly("a", EVENTS);
  }
}
