package io.chatpush.testing;

import io.chatpush.testing.ports.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Processes of ZooKeeper and Kafka from the jars of a version, on free ports of 127.0.0.1. */
final class OldBrokerBackend implements KafkaBackend {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final String version;
  private final EmbeddedBackend registry = new EmbeddedBackend();
  private final List<Process> processes = new ArrayList<>();
  private @Nullable Path directory;
  private int port;

  OldBrokerBackend(String version) {
    this.version = version;
  }

  @Override
  public synchronized String bootstrapServers() {
    if (port == 0) {
      try {
        port = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while the broker started", e);
      }
    }
    return "127.0.0.1:" + port;
  }

  @Override
  public String registryUrl() {
    return registry.registryUrl();
  }

  @Override
  public synchronized void close() {
    for (Process process : processes.reversed()) {
      process.destroyForcibly();
      var _ = process.onExit().join();
    }
    registry.close();
    if (directory != null) {
      try {
        Utils.delete(directory.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private int start() throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("chatpush-test-");
    directory = root;
    String classPath = classPath(root);
    int zooKeeperPort = FreePorts.any();
    run(
        root,
        zooKeeperPort,
        "-Dzookeeper.admin.enableServer=false",
        "-cp",
        classPath,
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        Integer.toString(zooKeeperPort),
        root.resolve("zookeeper").toString());
    int brokerPort = FreePorts.any();
    Path settings = root.resolve("server.properties");
    Files.writeString(
        settings,
        """
        broker.id=1
        zookeeper.connect=127.0.0.1:%d
        listeners=PLAINTEXT://127.0.0.1:%d
        log.dirs=%s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        group.initial.rebalance.delay.ms=0
        """
            .formatted(zooKeeperPort, brokerPort, root.resolve("kafka")));
    run(root, brokerPort, "-Xmx512m", "-cp", classPath, "kafka.Kafka", settings.toString());
    return brokerPort;
  }

  /** Lets Maven fetch the jars and say where they are. */
  private String classPath(Path root) throws IOException, InterruptedException {
    Path pom = root.resolve("pom.xml");
    Files.writeString(
        pom,
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>io.chatpush.test</groupId>
          <artifactId>old-broker</artifactId>
          <version>1</version>
          <dependencies>
            <dependency>
              <groupId>org.apache.kafka</groupId>
              <artifactId>kafka_2.13</artifactId>
              <version>%s</version>
            </dependency>
          </dependencies>
        </project>
        """
            .formatted(version));
    Path output = root.resolve("class-path");
    File log = root.resolve("maven.log").toFile();
    int status =
        new ProcessBuilder(
                mavenWrapper().toString(),
                "-q",
                "-f",
                pom.toString(),
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + output)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          "The jars of Kafka " + version + " cannot be had:\n" + Files.readString(log.toPath()));
    }
    return Files.readString(output).strip();
  }

  private static Path mavenWrapper() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("mvnw"))) {
        return at.resolve("mvnw");
      }
    }
    throw new IllegalStateException("There is no mvnw above the working directory");
  }

  /** Starts a process of this JVM's Java and returns once it listens. */
  private void run(Path root, int listens, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Path log = root.resolve(listens + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isOpen(listens)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "A process of Kafka " + version + " did not start:\n" + Files.readString(log));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
