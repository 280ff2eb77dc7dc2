package io.chatpush.dispatch.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaRegistryClient;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command as an operator runs it. */
@ExtendWith(KafkaBackendExtension.class)
final class ProvisioningCommandIT {

  /** As in the other tests that use the contract's topics on this broker. */
  private static final int PARTITIONS = 4;

  @Test
  void makesTopicsAndSchemasAndMayBeRepeated(KafkaBackend backend) throws Exception {
    provision(backend, PARTITIONS);
    provision(backend, PARTITIONS);

    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()));
        SchemaRegistryClient registry =
            SchemaRegistryClient.of(Map.of("schema.registry.url", backend.registryUrl()))) {
      assertThat(admin.listTopics().names().get())
          .containsAll(Topics.ALL.stream().map(Topic::name).toList());
      assertThat(Topics.ALL)
          .filteredOn(topic -> topic.value() != null)
          .allSatisfy(topic ->
              assertThat(
                      registry.find(
                          topic.name() + "-value", SpecificData.get().getSchema(topic.value())))
                  .as(topic.name())
                  .isPresent());
    }
  }

  @Test
  void failsWithASentenceWhereThePartitionsAreOthers(KafkaBackend backend) {
    provision(backend, PARTITIONS);

    assertThatThrownBy(() -> provision(backend, PARTITIONS + 1))
        .isInstanceOf(ProvisioningFailedException.class)
        .hasMessageContaining("push.requests has 4 partitions, not 5.");
  }

  @Test
  void wantsToBeToldThePartitions(KafkaBackend backend) {
    assertThatThrownBy(() -> ProvisioningCommand.run(arguments(backend).toArray(String[]::new)))
        .hasRootCauseMessage(
            "chatpush.provisioning.partitions is not set: how many will do for the life of this"
                + " deployment?");
  }

  private static void provision(KafkaBackend backend, int partitions) {
    ProvisioningCommand.run(
        Stream.concat(
                arguments(backend), Stream.of("--chatpush.provisioning.partitions=" + partitions))
            .toArray(String[]::new));
  }

  private static Stream<String> arguments(KafkaBackend backend) {
    return Stream.of(
        "--spring.kafka.bootstrap-servers=" + backend.bootstrapServers(),
        "--spring.kafka.properties.schema.registry.url=" + backend.registryUrl(),
        "--chatpush.provisioning.replication-factor=1",
        "--chatpush.provisioning.min-insync-replicas=1");
  }
}
