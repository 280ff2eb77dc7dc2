package io.chatpush.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is measured, and for how long.
 *
 * @param rate pushes a second of the scenario {@code full}; {@code half} is half of it
 * @param users of the load, with two devices each
 * @param warmUp of the pipeline, before each window
 * @param duration of the window
 * @param announcementDuration of the windows of conversations: an announcement takes longer
 * @param sendersWarmUp of programs that only send
 * @param sendersDuration of their windows
 * @param steps rates at which the highest is looked for, ascending
 * @param answerTimes of FCM at which programs that only send are measured
 */
record Plan(
    Set<Scenario> scenarios,
    int rate,
    int users,
    Duration warmUp,
    Duration duration,
    Duration announcementDuration,
    Duration sendersWarmUp,
    Duration sendersDuration,
    List<Integer> steps,
    List<Duration> answerTimes) {

  /** Longer adds nothing where no queue can grow. */
  private static final Duration LONGEST_FOR_SENDERS = Duration.ofSeconds(20);

  /** 200,000 pushes are 25 s at what FCM's quota leaves of 10,000 a second. */
  private static final Duration LONGEST_FOR_ANNOUNCEMENT = Duration.ofSeconds(20);

  private static final List<Duration> ANSWER_TIMES = List.of(Duration.ofMillis(100), Duration.ZERO);

  static Plan thorough(
      Set<Scenario> scenarios, int rate, int users, Duration warmUp, Duration duration) {
    return new Plan(
        scenarios,
        rate,
        users,
        warmUp,
        duration,
        shorter(duration, LONGEST_FOR_ANNOUNCEMENT),
        shorter(warmUp, LONGEST_FOR_SENDERS),
        shorter(duration, LONGEST_FOR_SENDERS),
        List.of(12_500, 15_000, 17_500, 20_000, 22_500, 25_000),
        ANSWER_TIMES);
  }

  /** Some minutes for everything, to see that it works: too short for figures to be told. */
  static Plan quick(Set<Scenario> scenarios, int rate, int users) {
    return new Plan(
        scenarios,
        rate,
        users,
        Duration.ofSeconds(8),
        Duration.ofSeconds(8),
        Duration.ofSeconds(8),
        Duration.ofSeconds(4),
        Duration.ofSeconds(4),
        List.of(12_500),
        ANSWER_TIMES.subList(0, 1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
