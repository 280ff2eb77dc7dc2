package io.chatpush.stack.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** Whether a process does its work. Asked again and again while it starts; answers in seconds. */
@FunctionalInterface
interface Readiness {

  Answer ask() throws InterruptedException;

  /** What a process answers. */
  sealed interface Answer {

    /** It does its work. */
    record Ready() implements Answer {}

    /**
     * It does not, or not yet.
     *
     * @param reason what is waited for, in a few words for the person at the terminal
     */
    record NotReady(String reason) implements Answer {}
  }

  /** Asks this one, and the next one only when this one is ready. */
  default Readiness and(Readiness next) {
    return () ->
        switch (ask()) {
          case Answer.Ready() -> next.ask();
          case Answer.NotReady notReady -> notReady;
        };
  }

  /** A GET is answered with 200. */
  static Readiness answers(HttpClient client, String url) {
    return get(client, url, status -> body -> "it answers " + status);
  }

  /**
   * Readiness and liveness of a service are UP; else the reason is what its parts that are not up
   * say. Readiness alone would not do: a service takes requests also while a background part of it
   * has failed.
   */
  static Readiness service(HttpClient client, int port) {
    return health(client, port, "readiness").and(health(client, port, "liveness"));
  }

  private static Readiness health(HttpClient client, int port, String group) {
    return get(
        client,
        "http://127.0.0.1:" + port + "/actuator/health/" + group,
        status -> body -> HealthReason.of(status, body));
  }

  /** All these ports of 127.0.0.1 take connections. */
  static Readiness listens(List<Integer> ports) {
    return () -> {
      for (int port : ports) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        } catch (IOException e) {
          return new Answer.NotReady("it does not listen on port " + port);
        }
      }
      return new Answer.Ready();
    };
  }

  /** All these files are there and not empty. */
  static Readiness written(List<Path> files) {
    return () -> {
      for (Path file : files) {
        try {
          if (Files.size(file) == 0) {
            return new Answer.NotReady("it is writing " + file.getFileName());
          }
        } catch (IOException e) {
          return new Answer.NotReady("it has not written " + file.getFileName());
        }
      }
      return new Answer.Ready();
    };
  }

  private static Readiness get(HttpClient client, String url, IntFunction<ReasonOfBody> reason) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    return () -> {
      try {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200
            ? new Answer.Ready()
            : new Answer.NotReady(reason.apply(response.statusCode()).of(response.body()));
      } catch (IOException e) {
        return new Answer.NotReady("it does not answer on port " + request.uri().getPort());
      }
    };
  }

  /** Finds the reason in the body of an answer. */
  @FunctionalInterface
  interface ReasonOfBody {
    String of(String body);
  }
}
