package io.chatpush.testing;

import io.chatpush.testing.ports.FreePorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

/**
 * A container that stops and starts again with its files and the same port on the host, which
 * Testcontainers' own {@code stop} and {@code start} would replace. Thread-safe.
 */
public final class RestartableContainer implements AutoCloseable {

  /** As long as the local stack gives the slowest to stop. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final GenericContainer<?> container;
  private final WaitStrategy ready;
  private final String host;
  private final int port;
  private boolean running;

  private RestartableContainer(
      GenericContainer<?> container, WaitStrategy ready, String host, int port) {
    this.container = container;
    this.ready = ready;
    this.host = host;
    this.port = port;
  }

  /**
   * One that is not started yet, whose address is known already.
   *
   * @param port that it listens on inside
   * @param ready waited for at every start
   */
  public static RestartableContainer of(
      GenericContainer<?> container, int port, WaitStrategy ready) {
    String engine = DockerClientFactory.instance().dockerHostIpAddress();
    int chosen = FreePorts.any();
    boolean local = isLoopback(engine);
    // Where the engine is this machine, nobody else's business; elsewhere it has to be reached.
    container.setPortBindings(List.of((local ? "127.0.0.1:" : "") + chosen + ":" + port));
    container.withExposedPorts(port).waitingFor(ready);
    return new RestartableContainer(container, ready, local ? "127.0.0.1" : engine, chosen);
  }

  /** Host and port by which programs outside reach it. */
  public String address() {
    return host + ":" + port;
  }

  /** Returns when it is ready; at once when it runs. */
  public synchronized void start() {
    if (!running) {
      if (container.getContainerId() == null) {
        container.start();
      } else {
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        ready.waitUntilReady(container);
      }
      running = true;
    }
  }

  /** Asks it to end as the engine does, and returns when it has; kills it after a minute. */
  public synchronized void stop() {
    if (running) {
      container
          .getDockerClient()
          .stopContainerCmd(container.getContainerId())
          .withTimeout(Math.toIntExact(STOP_LIMIT.toSeconds()))
          .exec();
      running = false;
    }
  }

  /** Removes it and what it held. */
  @Override
  public synchronized void close() {
    container.stop();
    running = false;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
