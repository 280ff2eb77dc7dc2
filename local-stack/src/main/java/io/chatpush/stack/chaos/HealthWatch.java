package io.chatpush.stack.chaos;

import io.chatpush.stack.launch.HealthReason;
import io.chatpush.stack.launch.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks liveness and readiness of both services each second, in a virtual thread, and counts for how
 * long they were wrong. While a fault is under way nothing counts as wrong. Thread-safe.
 */
final class HealthWatch implements AutoCloseable {

  /** For how long a channel or a user may be without any outcome before health should say so. */
  static final Duration STALL_LIMIT = Duration.ofSeconds(30);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final Map<String, URI> endpoints;
  private final HttpClient http;
  private final LongFunction<List<String>> stalled;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Map<String, Answer> answers = new LinkedHashMap<>();
  private @Nullable Phase phase;
  private long lastSample;
  private long upSince = System.nanoTime();
  private final WrongTime upWhileStalled = new WrongTime();
  private final WrongTime downWhileWorking = new WrongTime();

  /** What a service answered, or that it did not. */
  private record Answer(int status, String reason, long at) {

    boolean isUp() {
      return status == 200;
    }
  }

  /**
   * What may be judged now.
   *
   * @param since since when the dependencies are back, as {@link System#nanoTime}
   * @param working whether events are answered and token-service answers
   */
  private record Phase(long since, boolean working) {}

  /**
   * How long health was wrong.
   *
   * @param longest at a time
   * @param total in all
   * @param example what was seen, or an empty text
   */
  record Wrong(Duration longest, Duration total, String example) {}

  /** Adds up samples; a sample that is right ends an episode. */
  private static final class WrongTime {

    private long episode;
    private long longest;
    private long total;
    private String example = "";

    void add(long nanos, String what) {
      episode += nanos;
      total += nanos;
      if (episode > longest) {
        longest = episode;
        example = what;
      }
    }

    void right() {
      episode = 0;
    }

    Wrong result() {
      return new Wrong(Duration.ofNanos(longest), Duration.ofNanos(total), example);
    }
  }

  /**
   * Begins to ask.
   *
   * @param stalled the channels and users without progress for {@link #STALL_LIMIT}, which begins
   *     to run no earlier than at the argument
   */
  HealthWatch(Ports ports, HttpClient http, LongFunction<List<String>> stalled) {
    this.http = http;
    this.stalled = stalled;
    this.endpoints = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> service :
        Map.of("token-service", ports.tokenService(), "dispatch-service", ports.dispatchService())
            .entrySet()) {
      for (String probe : List.of("liveness", "readiness")) {
        endpoints.put(
            service.getKey() + " " + probe,
            URI.create("http://127.0.0.1:" + service.getValue() + "/actuator/health/" + probe));
      }
    }
    this.lastSample = System.nanoTime();
    this.thread = Thread.ofVirtual().name("health").start(this::run);
  }

  /** A fault begins: until {@link #dependenciesAreBack} nothing is judged. */
  synchronized void faultBegins() {
    phase = null;
    upSince = System.nanoTime();
    upWhileStalled.right();
    downWhileWorking.right();
  }

  /** The fault is over: from now on work must go on, or health must say that it does not. */
  synchronized void dependenciesAreBack() {
    phase = new Phase(System.nanoTime(), false);
  }

  /** Everything works: from now on health must say so. */
  synchronized void everythingWorks() {
    if (phase != null && !phase.working()) {
      phase = new Phase(phase.since(), true);
    }
  }

  /** Why not all four are UP by answers that were asked for after a moment; empty when they are. */
  synchronized Optional<String> notUp(long after) {
    for (String name : endpoints.keySet()) {
      Answer answer = answers.get(name);
      if (answer == null || answer.at() < after) {
        return Optional.of(name + ": not asked yet");
      }
      if (!answer.isUp()) {
        return Optional.of(name + ": " + answer.reason());
      }
    }
    return Optional.empty();
  }

  /** For how long health said UP while a channel or user made no progress. */
  synchronized Wrong upWhileStalled() {
    return upWhileStalled.result();
  }

  /** For how long health said that something is down while everything worked. */
  synchronized Wrong downWhileWorking() {
    return downWhileWorking.result();
  }

  private void run() {
    try {
      do {
        Map<String, Answer> now = new LinkedHashMap<>();
        for (Map.Entry<String, URI> endpoint : endpoints.entrySet()) {
          now.put(endpoint.getKey(), ask(endpoint.getValue()));
        }
        judge(now);
      } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer ask(URI uri) throws InterruptedException {
    long at = System.nanoTime();
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), HealthReason.of(response.statusCode(), response.body()), at);
    } catch (IOException e) {
      return new Answer(0, "no answer", at);
    }
  }

  private synchronized void judge(Map<String, Answer> now) {
    answers = now;
    long time = System.nanoTime();
    long passed = time - lastSample;
    lastSample = time;
    Phase current = phase;
    if (current == null) {
      return;
    }
    Optional<String> down =
        now.entrySet().stream()
            .filter(answer -> !answer.getValue().isUp())
            .map(answer -> answer.getKey() + ": " + answer.getValue().reason())
            .findFirst();
    if (down.isPresent()) {
      upSince = time;
    }
    List<String> without = stalled.apply(current.since());
    if (down.isEmpty() && !without.isEmpty()) {
      String what =
          without.size() + " channels and users without progress, among them " + without.getFirst();
      // An episode begins with the stall, not when it becomes one, and not before health was UP.
      upWhileStalled.add(
          upWhileStalled.episode == 0
              ? Math.min(time - upSince, passed + STALL_LIMIT.toNanos())
              : passed,
          what);
    } else {
      upWhileStalled.right();
    }
    if (down.isPresent() && current.working()) {
      downWhileWorking.add(passed, down.get());
    } else {
      downWhileWorking.right();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
