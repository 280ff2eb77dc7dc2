package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import io.chatpush.stack.launch.LocalApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What goes beyond a project's quota waits. It takes minutes, for a window of FCM's is one and
 * cannot be scaled.
 */
@SystemTest
@Tag(Endurance.TAG)
@Order(Order.DEFAULT + 1)
final class QuotaIT {

  private static final int QUOTA = 3_000;
  private static final int PHONES = 15;

  /** Three times the quota: 150 pushes a second. */
  private static final Duration PACE = Duration.ofMillis(100);

  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final Duration DRAINED = Duration.ofMinutes(6);

  private final RunningStack stack;
  private final Simulator simulator;
  private final Clock clock = Clock.systemUTC();

  QuotaIT(RunningStack stack) {
    this.stack = stack;
    this.simulator = new Simulator(stack);
  }

  @Test
  void neverSendsMoreThanTheQuotaInAnyMinuteAndLosesNothing() throws Exception {
    Path appFile = LocalApp.file(stack.directory());
    String usual = Files.readString(appFile);
    Files.writeString(
        appFile, usual.replace("firebase:\n", "firebase:\n  quota-per-minute: " + QUOTA + "\n"));
    stack.restartDispatchService(Map.of("CHATPUSH_PACING_RAMP", "1s"));
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
    new Apps(stack).register(phones.toArray(Phone[]::new));
    simulator.forget();
    simulator.set("quota", "" + QUOTA);
    try (Chatter chatter = Chatter.begin(stack, phones, PACE)) {
      Instant end = clock.instant().plus(LENGTH);
      Awaitility.await("a minute of messages")
          .atMost(LENGTH.plusSeconds(30))
          .until(() -> clock.instant().isAfter(end));
      int calledFor = chatter.stop();
      assertThat(calledFor).isGreaterThan(5 * QUOTA / 2);

      assertThat(chatter.awaitOutcomes(DRAINED)).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
      assertThat(simulator.mostInAMinute()).isBetween(QUOTA * 8L / 10, (long) QUOTA);
      assertThat(simulator.stats().quotaExceeded()).isZero();
      assertThat(simulator.stats().duplicates()).isZero();
    } finally {
      simulator.unset("quota");
      Files.writeString(appFile, usual);
      stack.restartDispatchService(Map.of());
    }
  }
}
