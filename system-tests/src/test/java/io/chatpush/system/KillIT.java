package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nothing is lost however often dispatch-service is killed. */
@SystemTest
@Tag(Endurance.TAG)
@Order(Order.DEFAULT + 1)
final class KillIT {

  private static final Logger log = LoggerFactory.getLogger(KillIT.class);

  private static final int KILLS = 20;
  private static final int PHONES = 10;
  private static final Duration PACE = Duration.ofMillis(50);

  /** Of pushes after which it is killed again: some seconds' worth. */
  private static final int LONGEST_LIFE = 1_500;

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final RunningStack stack;
  private final Simulator simulator;

  /** Which moments: told in the log, so that a failure can be had again. */
  private final long seed = System.nanoTime();

  KillIT(RunningStack stack) {
    this.stack = stack;
    this.simulator = new Simulator(stack);
  }

  @Test
  void losesNothingThroughTwentyKills() throws Exception {
    log.info("kills at the moments of seed {}", seed);
    Random random = new Random(seed);
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
    new Apps(stack).register(phones.toArray(Phone[]::new));
    Simulator.Stats before = simulator.stats();
    try (Chatter chatter = Chatter.begin(stack, phones, PACE)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        long dieAt = simulator.stats().requests() + random.nextInt(LONGEST_LIFE);
        Awaitility.await("life " + kill)
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(50))
            .until(() -> simulator.stats().requests() >= dieAt);
        ProcessHandle process = stack.process("dispatch-service");
        assertThat(process.destroyForcibly()).as("kill -9 is possible").isTrue();
        var _ = process.onExit().join();
        try (Program up = stack.chatpush("up")) {
          var _ = up.await(LIMIT).requireSuccess();
        }
      }
      int calledFor = chatter.stop();
      Map<Outcome, Integer> outcomes = chatter.awaitOutcomes(LIMIT);

      assertThat(outcomes).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
      Simulator.Stats counted = simulator.stats().since(before);
      log.info("{} pushes, {} sent twice", calledFor, counted.duplicates());
      assertThat(counted.received() - counted.duplicates())
          .as("pushes under their tags, however often each")
          .isEqualTo(calledFor);
      assertThat(simulator.duplicates(10_000))
          .allSatisfy(push -> assertThat(push.tag()).isNotEmpty().isEqualTo(push.pushId()));
    }
    Awaitility.await("chatpush.unaccounted to be 0")
        .until(() -> stack.dispatchMeter("chatpush_unaccounted") == 0);
  }
}
