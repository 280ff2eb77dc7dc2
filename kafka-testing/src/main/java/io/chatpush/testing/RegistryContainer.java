package io.chatpush.testing;

import io.chatpush.testing.registry.RegistryCommand;
import java.time.Duration;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Apicurio Registry from the image that the system property {@code chatpush.test.registry-image}
 * names: the profile names Apicurio's own. It keeps its schemas in a file, as the local stack's
 * does. Thread-safe.
 */
public final class RegistryContainer implements AutoCloseable {

  private static final String ALIAS = "registry";
  private static final int PORT = 8080;
  private static final String PATH = "/apis/ccompat/v7";

  private final RestartableContainer container;

  private RegistryContainer(RestartableContainer container) {
    this.container = container;
  }

  /** Starts one that containers of the network reach, too, and returns when it answers. */
  public static RegistryContainer start(Network network) {
    GenericContainer<?> image =
        new GenericContainer<>(
            Objects.requireNonNull(
                System.getProperty("chatpush.test.registry-image"),
                "chatpush.test.registry-image is not set: the Maven profile containers does"));
    RestartableContainer container =
        RestartableContainer.of(
            image,
            PORT,
            Wait.forHttp(PATH + "/subjects").withStartupTimeout(Duration.ofMinutes(2)));
    image
        .withNetwork(network)
        .withNetworkAliases(ALIAS)
        .withEnv(RegistryCommand.storage("/tmp/registry"));
    RegistryContainer registry = new RegistryContainer(container);
    registry.start();
    return registry;
  }

  /** Its Confluent API, for programs outside. */
  public String url() {
    return "http://" + container.address() + PATH;
  }

  /** The same for containers of its network. */
  public String urlInside() {
    return "http://" + ALIAS + ":" + PORT + PATH;
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
}
