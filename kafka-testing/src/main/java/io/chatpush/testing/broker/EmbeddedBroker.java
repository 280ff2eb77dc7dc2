package io.chatpush.testing.broker;

import io.chatpush.testing.ports.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is its own controller (KRaft), listening on loopback alone. What it holds
 * outlives the process, a {@code kill -9} included; only a power failure may take the last writes,
 * since nothing is replicated.
 *
 * <p>{@link KafkaNode} and {@link Formatter} use what is not public API of Kafka: nothing else in
 * chatpush does. A directory once opened by a newer Kafka cannot be opened by an older one.
 *
 * <p>Thread-safe. One per directory: a second one is refused.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENTS = "CLIENTS";

  private final KafkaNode node;
  private final int port;
  private final FileChannel lock;

  private EmbeddedBroker(KafkaNode node, int port, FileChannel lock) {
    this.node = node;
    this.port = port;
    this.lock = lock;
  }

  /**
   * Starts a broker and returns once it serves requests: about 3 s on an idle machine, and 2 to 4 s
   * more after a crash, while the controller waits for the session of the dead broker to end.
   *
   * @param directory where its data is or will be; created when absent
   * @param port where it listens on 127.0.0.1; 0 for any free port
   * @throws IOException when the directory cannot be used
   * @throws IllegalStateException when the broker does not start, e.g. as the port is taken
   */
  public static EmbeddedBroker start(Path directory, int port) throws IOException {
    return start(directory, port, Map.of());
  }

  /**
   * As {@link #start(Path, int)}, with other settings.
   *
   * @param settings by the names of Kafka's {@code server.properties}; they win over our own
   */
  public static EmbeddedBroker start(Path directory, int port, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(directory);
    FileChannel lock = lock(directory);
    try {
      return start(directory, port == 0 ? FreePorts.any() : port, lock, settings);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedBroker start(
      Path directory, int port, FileChannel lock, Map<String, String> settings) throws IOException {
    if (!Files.exists(directory.resolve("meta.properties"))) {
      format(directory);
    }
    try {
      KafkaNode node =
          KafkaNode.start(
              KafkaConfig.fromProps(
                  configuration(directory, port, FreePorts.any(), settings), false));
      return new EmbeddedBroker(node, port, lock);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "The Kafka broker did not start on 127.0.0.1:" + port + " with its data in " + directory,
          e);
    }
  }

  /** Kafka's own lock comes too late: by then a second controller has written to the log. */
  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean free;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false; // held by this very JVM
    }
    if (!free) {
      channel.close();
      throw new IllegalStateException("Another Kafka broker has its data in " + directory);
    }
    return channel;
  }

  /** Where clients connect: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Returns when the broker has stopped by itself or through {@link #close}. */
  public void awaitShutdown() {
    node.awaitShutdown();
  }

  /** Stops the broker and returns when its files are closed; half a second. */
  @Override
  public void close() {
    node.shutdown();
    node.awaitShutdown();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties configuration(
      Path directory, int port, int controllerPort, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put(
        "listeners",
        CLIENTS + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", CLIENTS + "://127.0.0.1:" + port);
    properties.put(
        "listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    properties.put("inter.broker.listener.name", CLIENTS);
    properties.put("controller.listener.names", CONTROLLER);
    // Static voters: unlike a dynamic quorum, the controller may come back on another port.
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.put("log.dirs", directory.toString());
    properties.putAll(BrokerSettings.ofOneBroker());
    properties.putAll(settings);
    return properties;
  }

  private static void format(Path directory) throws IOException {
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setDirectories(List.of(directory.toString()))
            .setMetadataLogDirectory(directory.toString())
            .setControllerListenerName(CONTROLLER)
            .setUnstableFeatureVersionsEnabled(false);
    try {
      formatter.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Cannot prepare " + directory + " for Kafka", e);
    }
  }
}
