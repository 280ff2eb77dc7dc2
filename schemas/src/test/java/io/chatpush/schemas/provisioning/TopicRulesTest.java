package io.chatpush.schemas.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.provisioning.TopicRules.Existing;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TopicRulesTest {

  private static final TopicSize SIZE = new TopicSize(8, 3, 2);

  @Test
  void findsNothingWrongWithWhatItWouldCreate() {
    assertThat(Topics.ALL)
        .allSatisfy(topic -> {
          Existing existing = asCreated(topic, 8, 3, Map.of());
          assertThat(TopicRules.violations(existing, SIZE)).isEmpty();
          assertThat(TopicRules.differences(existing, SIZE)).isEmpty();
        });
  }

  @Test
  void refusesAnotherNumberOfPartitionsWhereUsersMustMeet() {
    Existing existing = asCreated(topic(Topics.USER_DEVICES), 12, 3, Map.of());

    assertThat(TopicRules.violations(existing, SIZE))
        .singleElement()
        .asString()
        .startsWith("push.user-devices has 12 partitions, not 8.");
  }

  @Test
  void onlySaysSoWhereTheyNeedNotMeet() {
    Existing existing = asCreated(topic(Topics.CHAT_MESSAGES), 12, 3, Map.of());

    assertThat(TopicRules.violations(existing, SIZE)).isEmpty();
    assertThat(TopicRules.differences(existing, SIZE))
        .containsExactly("chat.messages has 12 partitions, not 8");
  }

  @Test
  void refusesToLetKafkaForgetDevices() {
    Existing existing =
        asCreated(topic(Topics.USER_DEVICES), 8, 3, Map.of("cleanup.policy", "delete"));

    assertThat(TopicRules.violations(existing, SIZE))
        .containsExactly(
            "push.user-devices has cleanup.policy=delete, it must be compact: alter the topic.");
  }

  @Test
  void refusesToOrderRegistrationsByTheClocksOfWriters() {
    Existing existing =
        asCreated(
            topic(Topics.DEVICE_TOKEN_EVENTS),
            8,
            3,
            Map.of("message.timestamp.type", "CreateTime"));

    assertThat(TopicRules.violations(existing, SIZE))
        .containsExactly(
            "push.device-token-events has message.timestamp.type=CreateTime, it must be"
                + " LogAppendTime: alter the topic.");
  }

  @Test
  void saysWhereOperatorsHaveDecidedOtherwise() {
    Existing existing =
        asCreated(
            topic(Topics.PUSH_OUTCOMES),
            8,
            1,
            Map.of("retention.ms", "-1", "min.insync.replicas", "1"));

    assertThat(TopicRules.violations(existing, SIZE)).isEmpty();
    assertThat(TopicRules.differences(existing, SIZE))
        .containsExactly(
            "push.outcomes has 1 replicas, not 3",
            "push.outcomes has min.insync.replicas=1, not 2",
            "push.outcomes has retention.ms=-1, not 604800000");
  }

  @Test
  void wantsNoMoreReplicasInSyncThanThereAre() {
    assertThatThrownBy(() -> new TopicSize(8, 1, 2))
        .hasMessageContaining("2 in-sync replicas are more than there are replicas, 1");
  }

  private static Existing asCreated(
      Topic topic, int partitions, int replicas, Map<String, String> but) {
    Map<String, String> configuration = new TreeMap<>(TopicRules.configuration(topic, SIZE));
    configuration.putAll(but);
    return new Existing(topic, partitions, replicas, configuration);
  }

  private static Topic topic(String name) {
    return Topics.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
