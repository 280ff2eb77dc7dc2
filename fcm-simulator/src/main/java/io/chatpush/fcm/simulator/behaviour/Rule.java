package io.chatpush.fcm.simulator.behaviour;

import io.chatpush.fcm.simulator.behaviour.Behaviour.Accept;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A behaviour and when it applies.
 *
 * @param slow added to the answer time
 * @param accepted whether the push is delivered although the answer does not say so
 * @param times after so many requests the rule is over
 * @param fraction of requests it applies to, 0 to 1, chosen by seed
 * @param lasts how long it applies from when it was set; null for ever
 */
public record Rule(
    Behaviour behaviour,
    Duration slow,
    boolean accepted,
    long times,
    double fraction,
    @Nullable Duration lasts) {

  /** What every address does that nobody said anything about. */
  public static final Rule NORMAL = always(new Accept());

  public Rule {
    if (slow.isNegative() || (lasts != null && lasts.isNegative())) {
      throw new IllegalArgumentException("a duration is negative");
    }
    if (times < 1) {
      throw new IllegalArgumentException("x" + times + " is not at least x1");
    }
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("a fraction is more than 0% and at most 100%");
    }
  }

  /** That behaviour and nothing else. */
  public static Rule always(Behaviour behaviour) {
    return new Rule(behaviour, Duration.ZERO, false, Long.MAX_VALUE, 1, null);
  }

  /** Whether a push under this rule reaches its device. */
  public boolean delivers() {
    return accepted
        || switch (behaviour) {
          case Accept() -> true;
          case Behaviour.Drip(Duration _) -> true;
          case Behaviour.GoAway() -> true;
          case Behaviour.Garble(var _) -> true;
          case Behaviour.Refuse(var _, var _) -> false;
          case Behaviour.Interrupt(var _) -> false;
        };
  }
}
