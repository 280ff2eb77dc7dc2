package io.chatpush.testing;

import io.chatpush.testing.broker.BrokerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * One Kafka broker that is its own controller, from the image {@code apache/kafka} or what the
 * system property {@code chatpush.test.kafka-image} names, set as the embedded one is. Thread-safe.
 *
 * <p>Not Testcontainers' own {@code KafkaContainer}: that one learns its port only once it runs and
 * starts the broker from a script, so that neither a second start nor a stop by signal reaches it.
 */
public final class BrokerContainer implements AutoCloseable {

  private static final String ALIAS = "kafka";
  private static final int PORT = 9092;
  private static final int INSIDE_PORT = 9093;
  private static final int CONTROLLER_PORT = 9094;

  private final RestartableContainer container;

  private BrokerContainer(RestartableContainer container) {
    this.container = container;
  }

  /** Starts one that containers of the network reach, too, and returns when it serves. */
  public static BrokerContainer start(Network network) {
    GenericContainer<?> image =
        new GenericContainer<>(
            System.getProperty(
                "chatpush.test.kafka-image", "apache/kafka:" + AppInfoParser.getVersion()));
    Readiness ready = new Readiness();
    RestartableContainer container = RestartableContainer.of(image, PORT, ready);
    ready.bootstrapServers = container.address();
    image.withNetwork(network).withNetworkAliases(ALIAS).withEnv(environment(container.address()));
    BrokerContainer broker = new BrokerContainer(container);
    broker.start();
    return broker;
  }

  /** Where programs outside connect. */
  public String bootstrapServers() {
    return container.address();
  }

  /** Where containers of its network connect. */
  public String bootstrapServersInside() {
    return ALIAS + ":" + INSIDE_PORT;
  }

  /** Brings it back with what it held. */
  public void start() {
    container.start();
  }

  /** Stops it; clients see connections refused. */
  public void stop() {
    container.stop();
  }

  @Override
  public void close() {
    container.close();
  }

  /** As {@code apache/kafka} reads settings: it has no other once one is given. */
  private static Map<String, String> environment(String address) {
    Map<String, String> settings = new HashMap<>(BrokerSettings.ofOneBroker());
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners",
        "OUTSIDE://:%d,INSIDE://:%d,CONTROLLER://:%d"
            .formatted(PORT, INSIDE_PORT, CONTROLLER_PORT));
    settings.put(
        "advertised.listeners",
        "OUTSIDE://%s,INSIDE://%s:%d".formatted(address, ALIAS, INSIDE_PORT));
    settings.put(
        "listener.security.protocol.map",
        "OUTSIDE:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
    // The broker writes transaction markers to itself, and reaches no port of the host.
    settings.put("inter.broker.listener.name", "INSIDE");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "1@localhost:" + CONTROLLER_PORT);
    settings.put("log.dirs", "/var/lib/kafka/data");

    Map<String, String> environment = new HashMap<>();
    settings.forEach((name, value) ->
        environment.put("KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
    environment.put("KAFKA_HEAP_OPTS", "-Xmx512m");
    return environment;
  }

  /** Ready is who answers for the cluster; a published port accepts connections before that. */
  private static final class Readiness extends AbstractWaitStrategy {

    private String bootstrapServers = "";

    private Readiness() {
      startupTimeout = Duration.ofMinutes(2);
    }

    @Override
    protected void waitUntilReady() {
      int limit = Math.toIntExact(startupTimeout.toMillis());
      try (Admin admin =
          Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
        var _ = admin.describeCluster(new DescribeClusterOptions().timeoutMs(limit)).nodes().get();
      } catch (ExecutionException e) {
        throw new ContainerLaunchException(
            "The broker did not answer within " + startupTimeout.toSeconds() + " s", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContainerLaunchException("Interrupted while the broker started", e);
      }
    }
  }
}
