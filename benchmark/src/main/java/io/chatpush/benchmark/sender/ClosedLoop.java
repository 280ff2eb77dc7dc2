package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.report.Latency;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends as fast as answers come, with so many in flight all the time, and counts those that come
 * within the window.
 */
final class ClosedLoop {

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SenderOptions options;
  private final Semaphore permits;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Histogram latency = new ConcurrentHistogram(LONGEST_MICROS, 2);
  private volatile boolean answered;
  private volatile boolean counts;

  ClosedLoop(SenderOptions options) {
    this.options = options;
    permits = new Semaphore(options.inFlight());
  }

  /** One message under way. */
  final class Sending {

    private final long begun = System.nanoTime();

    private Sending() {}

    /** Its answer has come; called once, by any thread. */
    void ended(boolean ok) {
      permits.release();
      answered = true;
      if (counts) {
        (ok ? accepted : failed).increment();
        long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
        latency.recordValue(Math.min(took, LONGEST_MICROS));
      }
    }
  }

  /** Runs through warm-up, which begins with the first answer, and window, and reports. */
  void run(Consumer<Sending> send) throws InterruptedException {
    while (!answered) {
      runUntil(System.nanoTime() + LOOK_NANOS, send);
    }
    runUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.warmUpMillis()), send);
    counts = true;
    Report.event(Report.BEGIN);
    runUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.millis()), send);
    Report.event(Report.END);
    counts = false;
    Report.event(
        Report.RESULT, new SenderFigures(accepted.sum(), failed.sum(), Latency.of(latency, 1_000)));
  }

  private void runUntil(long deadline, Consumer<Sending> send) throws InterruptedException {
    long left;
    while ((left = deadline - System.nanoTime()) > 0) {
      if (permits.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        send.accept(new Sending());
      }
    }
  }
}
