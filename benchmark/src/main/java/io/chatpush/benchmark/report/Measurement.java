package io.chatpush.benchmark.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of measuring one thing once.
 *
 * @param subject what was measured
 * @param setting under what condition, in words
 * @param answerMillis how long the simulator took to answer
 * @param offered pushes a second that were called for, or {@code null} where the subject sent as
 *     fast as it could
 * @param perSecond pushes a second that FCM accepted
 * @param failed pushes without success, or not accounted for
 * @param latency from the chat event, or the call of the API, to FCM's answer
 * @param costs of the processes; the first is the subject's own
 * @param idle part of the machine's CPU that nobody used, 0 to 1
 * @param seconds how long the window was
 */
public record Measurement(
    Subject subject,
    String setting,
    int answerMillis,
    @Nullable Integer offered,
    double perSecond,
    long failed,
    Latency latency,
    List<Cost> costs,
    double idle,
    double seconds) {

  /** Slower than this an answer is no use to a chat, and the rate is not held. */
  private static final double LONGEST_P99_MILLIS = 1_000;

  private static final double LEAST_PART = 0.99;

  /**
   * Whether what was offered was held: 99 % of it were accepted in the window, 99 % of those within
   * a second, and nothing was lost.
   */
  public boolean held() {
    return failed == 0
        && (offered == null
            || (perSecond >= offered * LEAST_PART && latency.p99() <= LONGEST_P99_MILLIS));
  }

  /** Under what condition, the rate included. */
  String condition() {
    return offered == null ? setting : setting + ", " + Tables.whole(offered) + "/s offered";
  }

  /** What the subject itself cost. */
  public Cost own() {
    return costs.getFirst();
  }
}
