package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.chatpush.events.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a real Prometheus sees of the running stack, through the rules and the dashboard. */
@SystemTest
@Tag("faults")
@Order(Order.DEFAULT + 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrometheusIT {

  private static final int PHONES = 5;
  private static final Duration PACE = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** Rates over it have data after two scrapes. */
  private static final String RANGE = "1m";

  /** Panels that may be empty in a stack where all is well, and why. */
  private static final Map<String, String> MAY_BE_EMPTY = Map.of();

  /** Longer behind than between two readings of the lag: somebody must have read timestamps. */
  private static final double LONG_SECONDS = 15;

  private static final double SHORT_SECONDS = 5;
  private final RunningStack stack;
  private final List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
  private final PrometheusServer prometheus;

  PrometheusIT(RunningStack stack) throws IOException {
    assumeTrue(
        PrometheusServer.isInstalled("prometheus"),
        "prometheus is not on the PATH: rules and dashboard are not tried");
    this.stack = stack;
    prometheus = PrometheusServer.start(stack);
  }

  @BeforeAll
  void register() throws Exception {
    new Apps(stack).register(phones.toArray(Phone[]::new));
  }

  @AfterAll
  void stop() {
    prometheus.close();
  }

  @Test
  void everyPanelHasSomethingToShow() throws Exception {
    try (Chatter chatter = Chatter.begin(stack, phones, PACE)) {
      eventually("data for every query")
          .untilAsserted(() ->
              assertThat(Watching.queries())
                  .isNotEmpty()
                  .filteredOn(query -> !MAY_BE_EMPTY.containsKey(query.panel()))
                  .filteredOn(query -> prometheus.query(query.forRange(RANGE)).isEmpty())
                  .isEmpty());
      assertThat(Watching.queries())
          .extracting(Watching.Query::panel)
          .as("panels that may be empty")
          .containsAll(MAY_BE_EMPTY.keySet());
      int calledFor = chatter.stop();
      assertThat(chatter.awaitOutcomes(LIMIT)).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
    }
  }

  @Test
  void lagIsSeenWhileAllOfDispatchServiceIsDown() throws Exception {
    try (Chatter chatter = Chatter.begin(stack, phones, PACE)) {
      // Nobody knows that fan-out should read a topic of which it has never committed anything.
      eventually("fan-out has read events").until(() -> value("records") >= 0);
      ProcessHandle dispatch = stack.process("dispatch-service");
      assertThat(dispatch.destroy()).as("it can be stopped").isTrue();
      var _ = dispatch.onExit().join();
      try {
        eventually("fan-out is " + LONG_SECONDS + " s behind, and more and more records")
            .until(() -> value("seconds") > LONG_SECONDS && value("records") > 0);
        double records = value("records");
        eventually("more records").until(() -> value("records") > records);
        eventually("nobody delivers")
            .until(() ->
                prometheus
                    .query("chatpush:group_members{group=\"chatpush-delivery\"}")
                    .equals(List.of(0.0)));
        eventually("an alert").until(() -> prometheus.alerts().contains("ChatpushNoMembers"));
      } finally {
        stack.restartDispatchService(Map.of());
      }
      eventually("fan-out has caught up")
          .until(() -> value("seconds") >= 0 && value("seconds") < SHORT_SECONDS);
      int calledFor = chatter.stop();
      assertThat(chatter.awaitOutcomes(LIMIT)).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
      eventually("no alert of it is left")
          .until(() ->
              Set.of("ChatpushNoMembers", "ChatpushLag", "ChatpushUnaccounted").stream()
                  .noneMatch(prometheus.alerts()::contains));
    }
  }

  /** Of the lag of fan-out, by the rule that takes it from all instances together. */
  private double value(String unit) {
    return prometheus
        .query(
            "chatpush:group_lag:%s{group=\"chatpush-fan-out\",topic=\"chat.messages\"}"
                .formatted(unit))
        .stream()
        .findFirst()
        .orElse(-1.0);
  }

  private static ConditionFactory eventually(String what) {
    return Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofSeconds(1));
  }
}
