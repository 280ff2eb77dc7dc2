package io.chatpush.benchmark.simulator;

import io.chatpush.benchmark.process.Child;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one simulator that everything measured sends to. */
public final class Simulator implements AutoCloseable {

  /** The Firebase project, known to the simulator as any is. */
  public static final String PROJECT = "chatpush-benchmark";

  static final String CERTIFICATE = "to-trust.pem";
  static final String SERVICE_ACCOUNT = "service-account.json";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Child child;
  private final Path directory;
  private final int httpPort;
  private final int httpsPort;

  private Simulator(Child child, Path directory, JsonNode listening) {
    this.child = child;
    this.directory = directory;
    this.httpPort = listening.path("httpPort").asInt();
    this.httpsPort = listening.path("httpsPort").asInt();
  }

  /**
   * Starts it.
   *
   * @param directory for its certificate and keys
   */
  public static Simulator start(Path directory, Path log) throws InterruptedException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandException("Cannot create " + directory + ".", e);
    }
    Child child =
        Child.start(
            "simulator",
            Child.java(
                SimulatorMain.class,
                List.of("-Xmx512m", "-XX:+UseG1GC"),
                directory.toString(),
                PROJECT),
            log);
    return new Simulator(child, directory, child.await("ready", START_LIMIT));
  }

  public ProcessHandle process() {
    return child.handle();
  }

  /** Where FCM is, with TLS. */
  public int port() {
    return httpsPort;
  }

  /** Whom clients must trust. */
  public Path certificate() {
    return directory.resolve(CERTIFICATE);
  }

  /** By what they are trusted. */
  public Path serviceAccount() {
    return directory.resolve(SERVICE_ACCOUNT);
  }

  /** The path of FCM's method to send a message for a project. */
  public static String sendPath(String project) {
    return "/v1/projects/" + project + "/messages:send";
  }

  /** Sets how long an answer takes from now on. */
  public void answerAfter(Duration time) throws InterruptedException {
    var _ = ask("PUT", "latency", time.toMillis() + "ms");
  }

  /** Ends each connection by GOAWAY from now on, with its first request after this age. */
  public void goAwayAfter(Duration age) throws InterruptedException {
    var _ = ask("PUT", "connection-limit", age.toMillis() + "ms");
  }

  /** Lets connections last as long as their clients like. */
  public void keepConnections() throws InterruptedException {
    var _ = ask("DELETE", "connection-limit", "");
  }

  /** Forgets all pushes and sets their counters to zero; those of connections go on. */
  public void forgetPushes() throws InterruptedException {
    var _ = ask("DELETE", "messages", "");
  }

  /** The counters, as the simulator's own API names them. */
  public JsonNode stats() throws InterruptedException {
    return JsonMapper.shared().readTree(ask("GET", "stats", ""));
  }

  private String ask(String method, String resource, String value) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + httpPort + "/simulator/" + resource))
                  .method(method, HttpRequest.BodyPublishers.ofString(value))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new CommandException(
            "The simulator refused %s %s: %s".formatted(method, resource, response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new CommandException("The simulator does not answer.", e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
