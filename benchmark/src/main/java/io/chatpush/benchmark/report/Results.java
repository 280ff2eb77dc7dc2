package io.chatpush.benchmark.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one run of the benchmark has measured.
 *
 * @param at when it began
 * @param commit of chatpush's sources
 * @param clients runs of HTTP/2 clients, in the order in which they alternated
 * @param skipped what was not measured, and why
 */
public record Results(
    Machine machine,
    Instant at,
    String commit,
    List<Measurement> measurements,
    List<ClientRun> clients,
    Map<String, String> skipped) {

  /** At which the subjects are compared: about what FCM itself takes at best. */
  static final int COMPARED_AT_MILLIS = 100;

  public Results {
    measurements = List.copyOf(measurements);
    clients = List.copyOf(clients);
    skipped = Map.copyOf(skipped);
  }

  /** The best of a subject at the time at which all are compared: of what it held, the fastest. */
  public Optional<Measurement> best(Subject subject) {
    return measurements.stream()
        .filter(measurement -> measurement.subject() == subject)
        .filter(measurement -> measurement.answerMillis() == COMPARED_AT_MILLIS)
        .filter(measurement -> measurement.held() && measurement.perSecond() > 0)
        .max(Comparator.comparingDouble(Measurement::perSecond));
  }

  /**
   * How many times as long as without an announcement the slowest hundredth of conversations took
   * with one; 0 if not measured.
   */
  public double announcementP99() {
    List<Measurement> conversations =
        measurements.stream().filter(each -> each.subject() == Subject.CONVERSATIONS).toList();
    return conversations.size() < 2
        ? 0
        : conversations.getLast().latency().p99() / conversations.getFirst().latency().p99();
  }

  /** How chatpush compares with each rival that was measured. */
  public List<Ratio> ratios() {
    return List.of(Subject.LISTENER, Subject.ASYNC, Subject.NODE, Subject.H2LOAD).stream()
        .flatMap(rival ->
            best(rival)
                .map(measured ->
                    new Ratio(rival, best(Subject.PIPELINE), best(Subject.GATEWAY), measured))
                .stream())
        .toList();
  }
}
