package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever FCM does for a while, and however often: every push is accepted in the end, and none is
 * sent before FCM allows. Scaled down unless {@link Endurance} asks for the true lengths.
 */
@SystemTest
@Order(Order.DEFAULT + 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("faults")
final class FaultsIT {

  private static final int PHONES = 10;
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration RECOVERY =
      Endurance.length(Duration.ofMinutes(1), Duration.ofMinutes(10));

  /**
   * What takes tens of seconds in truth takes seconds, but for the ten seconds that FCM wants
   * before a retry. The group protocol is not the default, so that every build runs the whole
   * pipeline with both.
   */
  private static final Map<String, String> SCALED =
      Endurance.ON
          ? Map.of()
          : Map.of(
              "CHATPUSH_DELIVERY_RETRY_QUOTADELAY",
              "1s",
              "CHATPUSH_PACING_OPENFOR",
              "500ms",
              "CHATPUSH_PACING_MAXIMUMOPEN",
              "2s",
              "CHATPUSH_PACING_RAMP",
              "1s",
              "CHATPUSH_FCM_SENDTIMEOUT",
              "2s",
              "CHATPUSH_FCM_CONNECTTIMEOUT",
              "2s",
              "CHATPUSH_FCM_PINGAFTER",
              "500ms",
              RunningStack.GROUP_PROTOCOL,
              "consumer");

  private final RunningStack stack;
  private final Simulator simulator;
  private final Clock clock = Clock.systemUTC();

  FaultsIT(RunningStack stack) {
    this.stack = stack;
    this.simulator = new Simulator(stack);
  }

  /**
   * Something that FCM does for a while.
   *
   * @param begin makes the simulator do it
   * @param end makes it well again
   * @param isFelt whether what the simulator counted shows that it did
   */
  record Fault(
      String name,
      Duration length,
      Consumer<Simulator> begin,
      Consumer<Simulator> end,
      Predicate<Simulator.Stats> isFelt) {

    /** One that is a behaviour of every address. */
    static Fault behaviour(String name, Duration length, String rule) {
      return new Fault(
          name,
          length,
          simulator -> simulator.behave("*", rule),
          simulator -> simulator.behaveWell("*"),
          // The sends that came to nothing, or whose answer did.
          felt -> felt.requests() > felt.received() - felt.duplicates());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    Duration length = Endurance.length(Duration.ofSeconds(3), Duration.ofMinutes(1));
    Duration twice = Endurance.length(Duration.ofSeconds(3), Duration.ofMinutes(2));
    return Stream.of(
        Fault.behaviour("FCM answers 503", twice, "unavailable"),
        new Fault(
            "429 with Retry-After",
            length,
            simulator -> simulator.behave("*", "quota_exceeded:" + (Endurance.ON ? "30s" : "2s")),
            simulator -> simulator.behaveWell("*"),
            felt -> felt.quotaExceeded() > 0),
        Fault.behaviour("streams reset in the midst of the answer", length, "accepted.torn:20%"),
        Fault.behaviour("connections reset", length, "close:3%"),
        new Fault(
            "GOAWAY every second",
            length,
            simulator -> simulator.set("connection-limit", "1s"),
            simulator -> simulator.unset("connection-limit"),
            felt -> felt.goAways() > 0),
        Fault.behaviour("FCM never answers", length, "silence"),
        Fault.behaviour("slow drip", length, "drip:" + (Endurance.ON ? "20s" : "4s")),
        Fault.behaviour("invalid JSON", length, "malformed"),
        new Fault(
            "OAuth endpoint down",
            length,
            simulator -> {
              simulator.set("token-outage", "503");
              simulator.unset("tokens");
            },
            simulator -> simulator.unset("token-outage"),
            felt -> felt.requests() > felt.received()));
  }

  @BeforeAll
  void scale() throws InterruptedException {
    stack.restartDispatchService(SCALED);
  }

  @AfterAll
  void restore() throws InterruptedException {
    stack.restartDispatchService(Map.of());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyPushIsAcceptedInTheEnd(Fault fault) throws Exception {
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
    new Apps(stack).register(phones.toArray(Phone[]::new));
    Simulator.Stats before = simulator.stats();
    try (Chatter chatter = Chatter.begin(stack, phones, PACE)) {
      fault.begin().accept(simulator);
      try {
        Instant end = clock.instant().plus(fault.length());
        Awaitility.await("the end of the fault")
            .atMost(fault.length().plusSeconds(30))
            .until(() -> clock.instant().isAfter(end));
      } finally {
        fault.end().accept(simulator);
      }
      int calledFor = chatter.stop();
      Map<Outcome, Integer> outcomes = chatter.awaitOutcomes(RECOVERY);

      Simulator.Stats counted = simulator.stats().since(before);
      assertThat(counted)
          .as("what the simulator counted")
          .matches(fault.isFelt(), "felt the fault");
      assertThat(outcomes).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
      assertThat(counted.received() - counted.duplicates())
          .as("pushes that reached their phones, however often")
          .isEqualTo(calledFor);
      assertThat(counted.resentEarly()).as("sends before their Retry-After").isZero();
    }
    Awaitility.await("chatpush.unaccounted to be 0")
        .until(() -> stack.dispatchMeter("chatpush_unaccounted") == 0);
  }
}
