package io.chatpush.testing.registry;

import io.chatpush.testing.ports.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A registry that lives as long as this object, at most as long as this JVM. Its schemas outlive
 * both. Thread-safe.
 */
public final class RegistryProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final int port;
  private final Thread stopAtExit;

  private RegistryProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    this.stopAtExit = new Thread(process::destroy, "stop-registry");
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /**
   * Starts a registry and returns once it answers: 2 to 8 s.
   *
   * @param directory where it keeps its schemas, and its log {@code registry.log}
   * @param port where it listens on 127.0.0.1; 0 for any free port
   * @throws IllegalStateException when it ends or does not answer within 90 s
   */
  public static RegistryProcess start(Path directory, int port)
      throws IOException, InterruptedException {
    int chosen = port == 0 ? FreePorts.any() : port;
    ProcessBuilder builder = RegistryCommand.locate().process(directory, chosen);
    File log = directory.resolve("registry.log").toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    RegistryProcess registry = new RegistryProcess(builder.start(), chosen);
    try {
      registry.awaitReady(log);
    } catch (IllegalStateException | InterruptedException e) {
      registry.kill();
      throw e;
    }
    return registry;
  }

  /** Where its Confluent API is. */
  public String url() {
    return RegistryCommand.url(port);
  }

  public int port() {
    return port;
  }

  /** Ends it as a crash would, and returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
    forget();
  }

  /** Asks it to stop and returns when it is gone; kills it after 20 s. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
    forget();
  }

  private void awaitReady(File log) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/subjects"))
            .timeout(Duration.ofSeconds(10))
            .build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      while (System.nanoTime() < deadline) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "The registry ended with status " + process.exitValue() + "; its log is " + log);
        }
        if (answers(client, request)) {
          return;
        }
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException(
        "The registry did not answer within " + START_LIMIT.toSeconds() + " s; its log is " + log);
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook runs anyway.
    }
  }
}
