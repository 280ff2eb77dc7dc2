package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.report.Latency;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.stack.launch.StackDirectory;
import io.chatpush.stack.launch.StackKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The process {@code apps}: people's devices, which talk to token-service. */
final class AppsMain {

  static final int CONNECTIONS = 64;

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final URI server;
  private final AppRequests requests;

  private AppsMain(URI server, AppRequests requests) {
    this.server = server;
    this.requests = requests;
  }

  /**
   * Runs until its input ends.
   *
   * @param arguments token-service's URL, the stack's directory, how many users there are, and how
   *     many addresses are in use
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    URI server = URI.create(arguments[0]);
    TokenSigner keys =
        StackKeys.signer(new StackDirectory(Path.of(arguments[1])), Clock.systemUTC());
    List<String> tokens =
        IntStream.range(0, Integer.parseInt(arguments[2]))
            .parallel()
            .mapToObj(user -> keys.issue(Population.APP, "app-user-%05d".formatted(user)))
            .toList();
    AppsMain apps =
        new AppsMain(
            server, new AppRequests(server.getAuthority(), tokens, Integer.parseInt(arguments[3])));
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Report.event(Report.READY);
      @Nullable String line;
      while ((line = input.readLine()) != null) {
        Report.event(
            Report.RESULT, apps.run(JsonMapper.shared().readValue(line, RequestOrder.class)));
      }
    }
  }

  private RequestFigures run(RequestOrder order) throws InterruptedException {
    Run run = new Run(order);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(Thread.ofPlatform().daemon().start(run::work));
    }
    TimeUnit.NANOSECONDS.sleep(run.windowBegin - System.nanoTime());
    Report.event(Report.BEGIN);
    TimeUnit.NANOSECONDS.sleep(run.windowEnd - System.nanoTime());
    Report.event(Report.END);
    for (Thread thread : threads) {
      thread.join();
    }
    return new RequestFigures(
        run.answered.sum(),
        run.failed.sum(),
        requests.registered(),
        Latency.of(run.latency, 1_000));
  }

  /** One order, carried out by all connections. */
  private final class Run {

    private final RequestOrder order;
    private final long begin = System.nanoTime();
    private final long windowBegin;
    private final long windowEnd;
    private final AtomicLong turns = new AtomicLong();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Histogram latency = new ConcurrentHistogram(LONGEST_MICROS, 2);

    Run(RequestOrder order) {
      this.order = order;
      windowBegin = begin + TimeUnit.MILLISECONDS.toNanos(order.warmUpMillis());
      windowEnd = windowBegin + TimeUnit.MILLISECONDS.toNanos(order.millis());
    }

    /** What one connection does; a new one where it is lost. */
    void work() {
      boolean goOn = true;
      while (goOn) {
        try (HttpConnection connection = new HttpConnection(server)) {
          do {
            goOn = ask(connection);
          } while (goOn);
        } catch (IOException e) {
          failed.increment();
          goOn = System.nanoTime() < windowEnd;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    /** Returns whether there is time for more. */
    private boolean ask(HttpConnection connection) throws IOException, InterruptedException {
      long due = System.nanoTime();
      if (order.perSecond() > 0) {
        due = begin + (long) (turns.getAndIncrement() * 1e9 / order.perSecond());
      }
      if (due >= windowEnd) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      boolean asHoped =
          connection.exchange(requests.next(order.kind())) == AppRequests.expected(order.kind());
      long end = System.nanoTime();
      if (!asHoped) {
        failed.increment();
      } else if (end >= windowBegin && end < windowEnd) {
        answered.increment();
        latency.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(end - due), LONGEST_MICROS));
      }
      return true;
    }
  }
}
