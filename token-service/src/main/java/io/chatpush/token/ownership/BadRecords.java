package io.chatpush.token.ownership;

import io.chatpush.service.RateLimitedLog;
import java.time.Clock;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs what the stream passes over because it is not what the topic should hold: a few
 * lines a minute for each fault, with the place of the record and without its content.
 *
 * <p>Kafka Streams creates its handlers from class names, so this comes to them with the settings.
 * Safe for use by many threads.
 */
final class BadRecords {

  /** The setting of the stream that carries the instance. */
  static final String SETTING = "chatpush.ownership.bad-records";

  private final OwnershipMeters meters;
  private final Clock clock;
  private final RateLimitedLog log;

  BadRecords(OwnershipMeters meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
    this.log = new RateLimitedLog(LoggerFactory.getLogger(BadRecords.class), clock);
  }

  static BadRecords of(Map<String, ?> settings) {
    if (settings.get(SETTING) instanceof BadRecords given) {
      return given;
    }
    throw new IllegalStateException(SETTING + " is not among the settings of the stream");
  }

  Clock clock() {
    return clock;
  }

  /**
   * A record of another topic than the events cannot be decoded, or its key is not of its value.
   */
  void unusable(OwnershipMeters.Unusable what, String place) {
    meters.unusable(what);
    log.warn(what, "Skipped a record that is not what its topic holds: {}", place);
  }

  /** An event cannot be decoded. */
  void undecodable(String topic, int partition, long offset, Exception failure) {
    meters.undecodable();
    log.warn(
        failure.getClass(),
        "Skipped an event that cannot be decoded: {}-{} at offset {}, {}",
        topic,
        partition,
        offset,
        failure.getClass().getName());
  }

  /** An event has a key that is not the one of its device. */
  void misplaced(String topic, int partition, long offset) {
    meters.misplaced();
    log.warn(
        "misplaced",
        "Skipped an event that is not under the key of its device: {}-{} at offset {}",
        topic,
        partition,
        offset);
  }

  /** A processor failed with a record, by a fault of our own. */
  void failed(String place, Exception failure) {
    meters.unusable(OwnershipMeters.Unusable.FAILED);
    StackTraceElement[] stack = failure.getStackTrace();
    // The message of an exception may quote the record.
    log.error(
        failure.getClass(),
        "Skipped a record that the stream failed to process, which is a fault of this program: {},"
            + " {} at {}",
        place,
        failure.getClass().getName(),
        stack.length == 0 ? "an unknown place" : stack[0]);
  }

  /** A record could not be written, and never will be. */
  void unwritable(String topic, Exception failure) {
    meters.unusable(OwnershipMeters.Unusable.OUTPUT);
    log.error(
        failure.getClass(),
        "Dropped a record for {} that cannot be written: {}",
        topic,
        failure.getClass().getName());
  }
}
