package io.chatpush.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the end of a partition was seen.
 *
 * @param end the offset that its next record gets
 * @param at when
 */
record Sighting(long end, Instant at) {

  /**
   * How long the record at an offset had been there at this sighting, if that one was written since
   * the sighting before: records are taken to have come at an even pace between the two. It is
   * exact to the time between them, and right on average.
   *
   * @param offset of the first record that was not consumed
   * @return more than nothing, and no more than the time between the sightings; empty if the record
   *     was there before, so that nobody knows for how long without reading it
   */
  Optional<Duration> ageSince(Sighting before, long offset) {
    if (offset < before.end || offset >= end) {
      return Optional.empty();
    }
    double part = (double) (end - offset) / (end - before.end);
    return Optional.of(
        Duration.ofNanos(Math.round(part * Duration.between(before.at, at).toNanos())));
  }

  /**
   * How long a record had been there at this sighting, by the timestamp it carries: exact, as far
   * as the clock of whoever wrote it is. That it was there at the sighting before is known without
   * any clock.
   *
   * @param before the sighting before, which the record was there at; this one itself if there is
   *     none
   */
  Duration ageOf(Instant timestamp, Sighting before) {
    Duration byTimestamp = Duration.between(timestamp, at);
    Duration known = Duration.between(before.at, at);
    return byTimestamp.compareTo(known) > 0 ? byTimestamp : known;
  }
}
