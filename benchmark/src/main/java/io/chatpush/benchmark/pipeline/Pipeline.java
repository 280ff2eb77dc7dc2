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
    simulator.answerAfter(answerTime);
    load.tell(
        new LoadOrder(false, "run" + ++runs, perSecond, warmUp.toMillis(), duration.toMillis()));
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
        Subject.PIPELINE,
        setting,
        (int) answerTime.toMillis(),
        perSecond,
        figures.acceptedInWindow() * 1e3 / duration.toMillis(),
        figures.calledFor() - figures.accounted(),
        figures.latency(),
        window.costs(figures.acceptedInWindow()),
        window.idle(),
        duration.toMillis() / 1e3);
  }

  @Override
  public void close() {
    load.close();
  }
}
