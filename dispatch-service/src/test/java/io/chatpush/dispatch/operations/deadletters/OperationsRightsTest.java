package io.chatpush.dispatch.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topics;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Role;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** The rights of operations are those that its queries and its redrives need. */
final class OperationsRightsTest {

  @Test
  void writesWhereARedriveCanLeadAndWhatItNotes() {
    Set<String> written = new TreeSet<>(Set.of(Topics.DEAD_LETTER_ACTIONS));
    Stream.of(DeadLetterKind.values()).forEach(kind -> written.addAll(kind.sources()));

    assertThat(topics(AclOperation.WRITE)).isEqualTo(written);
  }

  @Test
  void readsTheLettersAndWhateverAMessageMayWaitIn() {
    Set<String> read = new TreeSet<>(Set.of(Topics.DEAD_LETTER_ACTIONS, Topics.PUSH_OUTCOMES));
    for (DeadLetterKind kind : DeadLetterKind.values()) {
      read.add(kind.topic());
      read.addAll(kind.sources());
    }

    assertThat(topics(AclOperation.READ)).isEqualTo(read);
  }

  private static Set<String> topics(AclOperation operation) {
    return KafkaRights.of(Role.OPERATIONS, GroupNames.defaults()).stream()
        .filter(right -> right.resource().resourceType() == ResourceType.TOPIC)
        .filter(right -> right.operations().contains(operation))
        .map(right -> right.resource().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
