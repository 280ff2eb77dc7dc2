package io.chatpush.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class KafkaRightsTest {

  private static final GroupNames GROUPS = GroupNames.defaults();

  /** The roles by the words of the table of topics. People read with the login of their choice. */
  private static final Map<String, Set<Role>> ROLES =
      Map.of(
          "chat systems", Set.of(Role.CHAT_SYSTEM),
          "token-service", Set.of(Role.TOKEN_SERVICE),
          "token-service ownership", Set.of(Role.TOKEN_SERVICE),
          "dispatch fan-out", Set.of(Role.FAN_OUT),
          "dispatch join", Set.of(Role.FAN_OUT),
          "dispatch delivery", Set.of(Role.DELIVERY),
          "dispatch retry", Set.of(Role.DELIVERY),
          "dispatch operations", Set.of(Role.OPERATIONS),
          "operators", Set.of(),
          "nobody yet", Set.of());

  static List<Topic> topics() {
    return Topics.ALL;
  }

  @ParameterizedTest
  @MethodSource("topics")
  void letsThoseWriteATopicWhomTheContractNames(Topic topic) {
    Set<Role> writers = with(AclOperation.WRITE, topic.name());
    // Redrives are not the way of a message, which the contract tells.
    writers.remove(Role.OPERATIONS);
    Set<Role> named = named(topic.writer());
    named.remove(Role.OPERATIONS);

    // The join parks what it cannot read yet.
    if (topic.name().equals(RetryTier.AFTER_10S.topic())) {
      named.add(Role.FAN_OUT);
    }
    assertThat(writers).isEqualTo(named);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void letsThoseReadATopicWhomTheContractNames(Topic topic) {
    Set<Role> readers = with(AclOperation.READ, topic.name());
    readers.remove(Role.OPERATIONS);
    Set<Role> named = named(topic.readers());
    named.remove(Role.OPERATIONS);
    // Ownership reads back what it has written, to count the devices of a user.
    if (topic.name().equals(Topics.USER_DEVICES)) {
      named.add(Role.TOKEN_SERVICE);
    }

    assertThat(readers).isEqualTo(named);
  }

  @Test
  void letsAChatSystemWriteItsOwnTopicsAndNothingElse() {
    assertThat(KafkaRights.of(Role.CHAT_SYSTEM, GROUPS))
        .extracting(right -> right.resource().name() + " " + right.words())
        .containsExactly("chat.messages Write", "chat.memberships Write");
  }

  @Test
  void letsOnlyTokenServiceSayWhoseADeviceIs() {
    assertThat(with(AclOperation.WRITE, Topics.USER_DEVICES)).containsExactly(Role.TOKEN_SERVICE);
  }

  @ParameterizedTest
  @EnumSource
  void givesNoRoleARightOnTheClusterOrOnNamesThatAreNotOurs(Role role) {
    assertThat(KafkaRights.of(role, GROUPS))
        .allSatisfy(right -> {
          assertThat(right.resource().resourceType())
              .isIn(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
          assertThat(right.operations())
              .doesNotContain(
                  AclOperation.ALL,
                  AclOperation.ALTER,
                  AclOperation.ALTER_CONFIGS,
                  AclOperation.CLUSTER_ACTION);
          if (right.resource().patternType() == PatternType.PREFIXED) {
            assertThat(right.resource().name()).isEqualTo("chatpush-token-ownership-");
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void namesEachResourceOnce(Role role) {
    assertThat(KafkaRights.of(role, GROUPS))
        .extracting(KafkaRight::resource)
        .doesNotHaveDuplicates();
  }

  @Test
  void givesAProcessOfSeveralRolesTheRightsOfAll() {
    List<KafkaRight> both = KafkaRights.of(EnumSet.of(Role.FAN_OUT, Role.DELIVERY), GROUPS);

    assertThat(both).extracting(KafkaRight::resource).doesNotHaveDuplicates();
    assertThat(both)
        .filteredOn(right -> right.resource().name().equals(Topics.PUSH_REQUESTS))
        .extracting(KafkaRight::words)
        .containsExactly("Read, Write");
  }

  @Test
  void followsTheNamesOfTheGroups() {
    GroupNames own = new GroupNames("our-fan-out", "our-delivery", "our-tokens");

    assertThat(KafkaRights.of(EnumSet.allOf(Role.class), own))
        .extracting(right -> right.resource().name())
        .contains("our-fan-out", "our-delivery-bulk", "our-delivery-retry", "our-tokens-")
        .noneMatch(name -> name.startsWith("chatpush-"));
  }

  private static Set<Role> with(AclOperation operation, String topic) {
    return Stream.of(Role.values())
        .filter(role ->
            KafkaRights.of(role, GROUPS).stream()
                .filter(right -> right.resource().resourceType() == ResourceType.TOPIC)
                .filter(right -> right.resource().name().equals(topic))
                .anyMatch(right -> right.operations().contains(operation)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Role> named(String words) {
    return Stream.of(words.split(", ", -1))
        .flatMap(word -> ROLES.getOrDefault(word, Set.of()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
