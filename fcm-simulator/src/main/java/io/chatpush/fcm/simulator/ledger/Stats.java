package io.chatpush.fcm.simulator.ledger;

import java.util.Map;

/**
 * Counters since the start or the last reset. The sum of {@code outcomes} is {@code requests};
 * {@code received} is ACCEPTED plus ACCEPTED_UNSAID, and {@code received - duplicates} pushes are
 * distinct as far as they are tagged.
 *
 * @param requests send requests answered or decided upon
 * @param received pushes that reached a device
 * @param duplicates of those, pushes whose address had received their tag before
 * @param untagged of those, pushes without a tag, which cannot be told apart
 * @param forgottenTags tags no longer known, for want of room: their duplicates would not be seen
 * @param addresses addresses known
 * @param untrackedRequests requests for addresses beyond the number the simulator keeps
 * @param beforeRetryAfter requests for an address before the Retry-After it was answered with
 * @param resentBeforeRetryAfter of those, the very push that was refused
 * @param projects requests by project
 */
public record Stats(
    long requests,
    Map<Outcome, Long> outcomes,
    long received,
    long duplicates,
    long untagged,
    long forgottenTags,
    long addresses,
    long untrackedRequests,
    long beforeRetryAfter,
    long resentBeforeRetryAfter,
    Map<String, ProjectStats> projects) {

  public Stats {
    outcomes = Map.copyOf(outcomes);
    projects = Map.copyOf(projects);
  }

  /** How many requests ended so. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /**
   * Requests of one project.
   *
   * @param lastMinute in the last 60 seconds
   * @param mostInAMinute the most in any 60 seconds, by whole seconds
   */
  public record ProjectStats(long lastMinute, long mostInAMinute) {}
}
