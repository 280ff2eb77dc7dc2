package io.chatpush.benchmark.sender;

import com.sun.management.ThreadMXBean;
import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.report.Fates;
import io.chatpush.benchmark.report.Latency;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends as fast as answers come, with a fixed number of messages in flight, and counts the answers
 * that come within the window.
 */
final class ClosedLoop {

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Longer than the time limit of any send. */
  private static final long LAST_ANSWERS_SECONDS = 15;

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final SenderOptions options;
  private final Semaphore permits;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Map<Fate, LongAdder> fates = new EnumMap<>(Fate.class);
  private final Histogram latency = new ConcurrentHistogram(LONGEST_MICROS, 2);
  private volatile boolean answered;
  private volatile boolean counts;
  private long begun;

  ClosedLoop(SenderOptions options) {
    this.options = options;
    permits = new Semaphore(options.inFlight());
    for (Fate fate : Fate.values()) {
      fates.put(fate, new LongAdder());
    }
  }

  /** One message under way. */
  final class Sending {

    private final long begun = System.nanoTime();

    private Sending() {}

    /** Its answer has come; called once, by any thread. */
    void ended(Fate fate) {
      count(fate).increment();
      permits.release();
      answered = true;
      if (counts) {
        (fate == Fate.ACCEPTED ? accepted : failed).increment();
        long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
        latency.recordValue(Math.min(took, LONGEST_MICROS));
      }
    }
  }

  /**
   * Runs through warm-up, which begins with the first answer, and window, waits for the last
   * answers, and reports.
   */
  void run(Consumer<Sending> send) throws InterruptedException {
    while (!answered) {
      runUntil(System.nanoTime() + LOOK_NANOS, send);
    }
    runUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.warmUpMillis()), send);
    long allocated = THREADS.getTotalThreadAllocatedBytes();
    counts = true;
    Report.event(Report.BEGIN);
    runUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.millis()), send);
    Report.event(Report.END);
    counts = false;
    allocated = THREADS.getTotalThreadAllocatedBytes() - allocated;
    boolean _ = permits.tryAcquire(options.inFlight(), LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
    Report.event(
        Report.RESULT,
        new SenderFigures(
            accepted.sum(),
            failed.sum(),
            Latency.of(latency, 1_000),
            new Account(allocated, fates())));
  }

  private Fates fates() {
    long accepted = count(Fate.ACCEPTED).sum();
    long unprocessed = count(Fate.UNPROCESSED).sum();
    long unknown = count(Fate.UNKNOWN).sum();
    return new Fates(accepted, unprocessed, unknown, begun - accepted - unprocessed - unknown);
  }

  private LongAdder count(Fate fate) {
    return Objects.requireNonNull(fates.get(fate));
  }

  private void runUntil(long deadline, Consumer<Sending> send) throws InterruptedException {
    long left;
    while ((left = deadline - System.nanoTime()) > 0) {
      if (permits.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        begun++;
        send.accept(new Sending());
      }
    }
  }
}
