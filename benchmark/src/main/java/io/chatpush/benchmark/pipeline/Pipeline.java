package io.chatpush.benchmark.pipeline;

import io.chatpush.benchmark.process.Child;
import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.process.Window;
import io.chatpush.benchmark.report.Measurement;
import io.chatpush.benchmark.report.Subject;
import io.chatpush.benchmark.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The whole pipeline, with load on it. */
public final class Pipeline implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration REGISTRATION_LIMIT = Duration.ofMinutes(5);

  /** Beside the run itself: what was not done in time is waited for. */
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(10);

  private final BenchStack stack;
  private final Simulator simulator;
  private final Child load;
  private int runs;

  private Pipeline(BenchStack stack, Simulator simulator, Child load) {
    this.stack = stack;
    this.simulator = simulator;
    this.load = load;
  }

  /**
   * Registers the users' devices in a stack that runs.
   *
   * @param users each has two devices
   */
  public static Pipeline of(BenchStack stack, Simulator simulator, int users, Path log)
      throws InterruptedException {
    Child load =
        Child.start(
            "load",
            Child.java(
                LoadMain.class,
                List.of("-Xmx1g", "-XX:+UseG1GC"),
                stack.bootstrapServers(),
                stack.registryUrl(),
                Integer.toString(users)),
            log);
    var _ = load.await(Report.READY, START_LIMIT);
    load.tell(LoadOrder.registration());
    var _ = load.await(Report.RESULT, REGISTRATION_LIMIT);
    return new Pipeline(stack, simulator, load);
  }

  /**
   * Puts a load on it and waits until every push has its outcome.
   *
   * @param setting under what condition, in words
   * @param perSecond pushes to call for
   */
  public Measurement measure(
      String setting, Duration answerTime, int perSecond, Duration warmUp, Duration duration)
      throws InterruptedException {
    return measure(Subject.PIPELINE, setting, answerTime, perSecond, warmUp, duration, 0);
  }

  /**
   * Puts a load of conversations on it, and in their midst an announcement, which begins with the
   * window. Rate and latency are those of the conversations; CPU is divided by all pushes.
   *
   * @param announcements events of a thousand recipients each; 0 for what it is without
   */
  public Measurement measureConversations(
      Duration answerTime, int perSecond, Duration warmUp, Duration duration, int announcements)
      throws InterruptedException {
    return measure(
        Subject.CONVERSATIONS, "alone", answerTime, perSecond, warmUp, duration, announcements);
  }

  private Measurement measure(
      Subject subject,
      String setting,
      Duration answerTime,
      int perSecond,
      Duration warmUp,
      Duration duration,
      int announcements)
      throws InterruptedException {
    simulator.answerAfter(answerTime);
    load.tell(
        new LoadOrder(
            false,
            "run" + ++runs,
            perSecond,
            warmUp.toMillis(),
            duration.toMillis(),
            announcements));
    var _ = load.await(Report.BEGIN, warmUp.plus(START_LIMIT));
    Map<String, ProcessHandle> processes = new LinkedHashMap<>(stack.processes());
    processes.put("simulator", simulator.process());
    processes.put("load", load.handle());
    Window window = new Window(processes);
    var _ = load.await(Report.END, duration.plus(START_LIMIT));
    window.end();
    LoadFigures figures =
        JsonMapper.shared().treeToValue(load.await(Report.RESULT, DRAIN_LIMIT), LoadFigures.class);
    return new Measurement(
        subject,
        announcements == 0
            ? setting
            : amid(announcements * Population.ANNOUNCED_TO, figures, duration),
        (int) answerTime.toMillis(),
        perSecond,
        (figures.acceptedInWindow() - figures.announcedInWindow()) * 1e3 / duration.toMillis(),
        figures.calledFor() - figures.accounted(),
        figures.latency(),
        window.costs(figures.acceptedInWindow()),
        window.idle(),
        duration.toMillis() / 1e3);
  }

  /** What is over before the window is must show: the rest of it was without. */
  private static String amid(int recipients, LoadFigures figures, Duration duration) {
    return "amid an announcement to %,d (%,d/s more%s)"
        .formatted(
            recipients,
            figures.announcedInWindow() * 1_000 / duration.toMillis(),
            figures.announcementMillis() < duration.toMillis()
                ? ", over after %.0f s".formatted(figures.announcementMillis() / 1e3)
                : "");
  }

  @Override
  public void close() {
    load.close();
  }
}
