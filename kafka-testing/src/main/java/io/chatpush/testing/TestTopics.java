package io.chatpush.testing;

import io.chatpush.schemas.provisioning.TopicProvisioning;
import io.chatpush.schemas.provisioning.TopicSize;
import io.chatpush.schemas.serde.SchemaRegistryClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Topics and schemas for a test on a {@link KafkaBackend}. */
public final class TestTopics {

  private TestTopics() {}

  /**
   * Creates a topic that no other test uses.
   *
   * @param prefix of its name
   * @return its name
   */
  public static String create(KafkaBackend backend, String prefix, int partitions) {
    String name = prefix + "-" + UUID.randomUUID();
    try (Admin admin = admin(backend)) {
      TopicProvisioning.create(admin, List.of(new NewTopic(name, partitions, (short) 1)));
      return name;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refused to create " + name, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Creates every topic of the contract that is missing, under its own name. */
  public static void createAll(KafkaBackend backend, int partitions) {
    try (Admin admin = admin(backend)) {
      TopicProvisioning.createMissing(admin, TopicSize.ofOneBroker(partitions));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Deletes all records of topics that are not compacted, so that services which other tests start
   * do not read them.
   */
  public static void empty(KafkaBackend backend, int partitions, String... topics) {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (String topic : topics) {
      for (int partition = 0; partition < partitions; partition++) {
        all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
      }
    }
    try (Admin admin = admin(backend)) {
      var _ = admin.deleteRecords(all).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not delete the records", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Registers the schema of every topic of the contract. */
  public static void registerSchemas(KafkaBackend backend) {
    try (SchemaRegistryClient registry =
        SchemaRegistryClient.of(Map.of("schema.registry.url", backend.registryUrl()))) {
      registry.registerContract();
    }
  }

  private static Admin admin(KafkaBackend backend) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, backend.bootstrapServers()));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted", e);
  }
}
