package io.chatpush.benchmark.slow;

import io.chatpush.benchmark.report.Latency;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** Clients that behave: a request every few milliseconds, each counted from when it was due. */
final class OtherClients implements AutoCloseable {

  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final double MICROS_PER_MILLI = 1_000;
  private static final int DIGITS = 3;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ConcurrentHistogram micros = new ConcurrentHistogram(DIGITS);
  private final AtomicLong failed = new AtomicLong();
  private final HttpRequest request;

  OtherClients(SlowTarget target) {
    request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + target.port() + target.othersPath()))
            .header("Authorization", target.authorization())
            .timeout(PATIENCE)
            .build();
  }

  /**
   * What they saw for some time.
   *
   * @param latency from when a request was due to its answer
   * @param failed requests without an answer, or with another than 200
   */
  record Seen(Latency latency, long failed) {}

  /** Asks for that time, and returns what was seen. */
  Seen ask(Duration time) throws InterruptedException {
    micros.reset();
    failed.set(0);
    ScheduledFuture<?> asking =
        clock.scheduleAtFixedRate(this::ask, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    asking.cancel(false);
    return new Seen(Latency.of(micros, MICROS_PER_MILLI), failed.get());
  }

  private void ask() {
    long due = System.nanoTime();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    var _ =
        answer.whenComplete((response, failure) -> {
          micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
          if (failure != null || response.statusCode() != 200) {
            failed.incrementAndGet();
          }
        });
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
