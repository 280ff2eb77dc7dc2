package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The rights of delivery are those that its consumers and its publisher need. */
final class DeliveryRightsTest {

  @Test
  void readsRequestsAndRetries() {
    Set<String> read = new TreeSet<>(RetryTier.topics());
    read.addAll(List.of(Topics.PUSH_REQUESTS, Topics.PUSH_REQUESTS_BULK));

    assertThat(names(ResourceType.TOPIC, AclOperation.READ)).isEqualTo(read);
  }

  @Test
  void writesRetriesCommandsPostponedEventsOutcomesLettersAndWhatFcmSaysOfAddresses() {
    Set<String> written = new TreeSet<>(RetryTier.topics());
    written.addAll(
        List.of(
            Topics.CHAT_MESSAGES,
            Topics.PUSH_COMMANDS,
            Topics.PUSH_COMMANDS_BULK,
            Topics.PUSH_OUTCOMES,
            Topics.PUSH_DEAD_LETTERS,
            Topics.DEVICE_TOKEN_EVENTS));

    assertThat(names(ResourceType.TOPIC, AclOperation.WRITE)).isEqualTo(written);
  }

  @Test
  void joinsItsOwnGroups() {
    DeliveryGroups groups =
        new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("chatpush.delivery", DeliveryProperties.class)
            .groups();

    assertThat(names(ResourceType.GROUP, AclOperation.READ))
        .containsExactlyInAnyOrder(groups.direct(), groups.bulk(), groups.retry());
  }

  private static Set<String> names(ResourceType type, AclOperation operation) {
    return KafkaRights.of(Role.DELIVERY, GroupNames.defaults()).stream()
        .filter(right -> right.resource().resourceType() == type)
        .filter(right -> right.operations().contains(operation))
        .map(right -> right.resource().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
