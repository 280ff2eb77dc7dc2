package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code ./chatpush chaos} on the running stack. Late, since the other tests would wait until
 * everything works again.
 *
 * <p>{@code -Dchatpush.chaos.only=} selects other faults, as {@code --only} does, and {@code
 * -Dchatpush.chaos.seed=} another sequence.
 */
@SystemTest
@Order(Order.DEFAULT + 2)
@Tag("faults")
final class ChaosIT {

  /** Faults of the short run: one of each kind. */
  private static final List<String> SHORT =
      List.of("broker.kill", "dispatch.kill", "token.restart", "registry.pause", "records.nulls");

  /** Decides the order; any will do, but a test should do the same each time. */
  private static final String SEED = System.getProperty("chatpush.chaos.seed", "1");

  /** More than the default: the build runs on machines of any speed, which do other work, too. */
  private static final Duration SHORT_RECOVERY = Duration.ofMinutes(2);

  private static final Duration SHORT_LIMIT = Duration.ofMinutes(6);
  private static final Duration LONG_LIMIT = Duration.ofHours(3);
  private static final int LONG_ROUNDS = 100;

  private final RunningStack stack;

  ChaosIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void recoversFromEachKindOfFaultAndLosesNothing() throws Exception {
    String only = System.getProperty("chatpush.chaos.only", String.join(",", SHORT));

    chaos(
        SHORT_LIMIT,
        "--rounds=" + only.split(",").length,
        "--only=" + only,
        "--rate=5",
        "--recovery=" + SHORT_RECOVERY.toSeconds());
  }

  @Test
  @Tag(Endurance.TAG)
  void recoversFromAHundredFaultsAndLosesNothing() throws Exception {
    chaos(LONG_LIMIT, "--rounds=" + LONG_ROUNDS);
  }

  private void chaos(Duration limit, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    all[0] = "--seed=" + SEED;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try (Program chaos = stack.chatpush("chaos", all)) {
      assertThat(chaos.await(limit).requireSuccess()).contains("unaccounted=0");
    }
  }
}
