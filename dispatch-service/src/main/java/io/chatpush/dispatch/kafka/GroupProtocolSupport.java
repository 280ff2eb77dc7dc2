package io.chatpush.dispatch.kafka;

import io.chatpush.service.StartupStep;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * A step of the start that waits until the brokers support the group protocol of delivery. Without
 * it a consumer of the protocol {@code consumer} would fail again and again on a broker that has
 * only {@code classic}, after the service has said that it is ready.
 */
final class GroupProtocolSupport implements StartupStep {

  private static final long ANSWER_SECONDS = 10;

  /** The feature of a cluster that finalizes the protocol {@code consumer}: KIP-848, Kafka 4.0. */
  private static final String FEATURE = "group.version";

  /** The setting of a broker that may exclude the protocol in spite of the feature. */
  private static final String PROTOCOLS = "group.coordinator.rebalance.protocols";

  private final KafkaClients clients;

  GroupProtocolSupport(KafkaClients clients) {
    this.clients = clients;
  }

  @Override
  public String waitingFor() {
    return "brokers that support the group protocol " + protocol();
  }

  @Override
  public void attempt() throws Exception {
    if (protocol().equals("classic")) {
      return;
    }
    try (Admin admin = clients.admin()) {
      FinalizedVersionRange feature =
          admin
              .describeFeatures()
              .featureMetadata()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .finalizedFeatures()
              .get(FEATURE);
      if (feature == null || feature.maxVersionLevel() < 1 || isExcluded(admin)) {
        throw new KafkaException(
            "the brokers at %s do not support the group protocol consumer, which needs Kafka 4.0 with %s 1 and %s that include it: upgrade them, or set spring.kafka.consumer.properties.group.protocol to classic"
                .formatted(clients.bootstrapServers(), FEATURE, PROTOCOLS));
      }
    }
  }

  /**
   * Whether a broker says that it does not have the protocol. A service may lack the permission to
   * read a broker's settings; then the answer is no, and the consumers find out.
   */
  private static boolean isExcluded(Admin admin) throws Exception {
    List<ConfigResource> brokers =
        admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS).stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    try {
      return admin
          .describeConfigs(brokers)
          .all()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .anyMatch(settings -> !includesConsumer(settings.get(PROTOCOLS)));
    } catch (ExecutionException _) {
      return false;
    }
  }

  private static boolean includesConsumer(@Nullable ConfigEntry entry) {
    return entry == null
        || entry.value() == null
        || List.of(entry.value().toLowerCase(Locale.ROOT).split("\\s*,\\s*")).contains("consumer");
  }

  private String protocol() {
    return GroupProtocol.of(clients.groupProtocol()).name().toLowerCase(Locale.ROOT);
  }
}
