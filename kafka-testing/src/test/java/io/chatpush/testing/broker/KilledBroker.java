package io.chatpush.testing.broker;

import io.chatpush.testing.ports.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A broker in a JVM of its own that is killed and started again on the same port with the same
 * data. Used by one thread.
 */
final class KilledBroker implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern LOAD =
      Pattern.compile("Scheduling loading of metadata from (__consumer_offsets-\\d+)");

  private final Path directory;
  private final Path output;
  private final int port;
  private @Nullable Process process;

  KilledBroker(Path directory) {
    this.directory = directory;
    this.output = directory.resolveSibling(directory.getFileName() + ".out");
    this.port = FreePorts.any();
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts it and returns once it listens. */
  void start() throws IOException {
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback-broker-loads.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerInOwnProcess.class.getName(),
                directory.toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process = started;
    Awaitility.await("the broker is ready")
        .atMost(START_LIMIT)
        .failFast("the broker ended: " + output, () -> !started.isAlive())
        .until(() -> said().contains(BrokerInOwnProcess.READY));
  }

  /** Ends it as {@code kill -9} does, and returns when it is gone. */
  void kill() {
    if (process != null) {
      var _ = process.destroyForcibly().onExit().join();
      process = null;
    }
  }

  /** How often each partition of {@code __consumer_offsets} was loaded since the last start. */
  Map<String, Integer> loads() {
    Map<String, Integer> loads = new TreeMap<>();
    LOAD.matcher(said())
        .results()
        .map(MatchResult::group)
        .forEach(
            match -> loads.merge(match.substring(match.lastIndexOf(' ') + 1), 1, Integer::sum));
    return loads;
  }

  /** The errors it logged since the last start. */
  List<String> errors() {
    return said().lines().filter(line -> line.contains(" ERROR ")).toList();
  }

  private String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
