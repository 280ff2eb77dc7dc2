package io.chatpush.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.provisioning.ProvisioningRefusedException;
import io.chatpush.schemas.provisioning.TopicProvisioning;
import io.chatpush.schemas.provisioning.TopicSize;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Provisioning of the contract's topics, under names that no other test uses. */
@ExtendWith(KafkaBackendExtension.class)
final class TopicProvisioningIT {

  private static final TopicSize SIZE = TopicSize.ofOneBroker(3);

  private final String prefix = "provisioning-" + UUID.randomUUID() + ".";
  private final List<Topic> topics = Topics.ALL.stream().map(this::renamed).toList();
  private final Admin admin;

  TopicProvisioningIT(KafkaBackend backend) {
    this.admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void createsWhatIsMissingAndThenFindsNothingToDo() throws Exception {
    assertThat(TopicProvisioning.createMissing(admin, topics, SIZE).created())
        .hasSize(Topics.ALL.size());

    TopicProvisioning.Result again = TopicProvisioning.createMissing(admin, topics, SIZE);

    assertThat(again.created()).isEmpty();
    assertThat(again.differences()).isEmpty();
  }

  @Test
  void createsNothingBesideATopicThatHasOtherPartitions() throws Exception {
    String name = prefix + Topics.PUSH_COMMANDS;
    TopicProvisioning.create(admin, List.of(new NewTopic(name, 5, (short) 1)));

    assertThatThrownBy(() -> TopicProvisioning.createMissing(admin, topics, SIZE))
        .isInstanceOf(ProvisioningRefusedException.class)
        .hasMessageContaining(name + " has 5 partitions, not 3");
    assertThat(admin.listTopics().names().get())
        .filteredOn(each -> each.startsWith(prefix))
        .containsExactly(name);
  }

  @Test
  void leavesATopicAsItIsAndSaysWhereItDiffers() throws Exception {
    String name = prefix + Topics.PUSH_OUTCOMES;
    TopicProvisioning.create(admin, List.of(new NewTopic(name, 5, (short) 1)));

    TopicProvisioning.Result result = TopicProvisioning.createMissing(admin, topics, SIZE);

    assertThat(result.created()).hasSize(Topics.ALL.size() - 1).doesNotContain(name);
    assertThat(result.differences()).contains(name + " has 5 partitions, not 3");
    assertThat(
            admin.describeTopics(List.of(name)).allTopicNames().get().values().stream()
                .map(topic -> topic.partitions().size()))
        .containsExactly(5);
  }

  private Topic renamed(Topic topic) {
    return new Topic(
        prefix + topic.name(),
        topic.key(),
        topic.value(),
        topic.partitioning(),
        topic.retention(),
        topic.compacted(),
        topic.brokerTime(),
        topic.writer(),
        topic.readers());
  }
}
