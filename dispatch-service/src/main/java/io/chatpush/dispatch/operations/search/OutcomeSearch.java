package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.events.PushOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the outcomes of a message in the one partition of {@code push.outcomes} that has them, from
 * the newest back. Nothing says where they begin, so each step reads further back, and no offset is
 * read twice:
 *
 * <pre>
 *   oldest kept            -24 h            -1 h      -10 min    now
 *        ├────── step 4 ─────┼──── step 3 ────┼── step 2 ──┼── step 1 ──┤
 * </pre>
 *
 * <p>The first outcome found says when the message was sent, and that is where its outcomes begin.
 * The outcome may be one of the last, so one more step reads back to that time:
 *
 * <pre>
 *        sent - 1 min        outcome found
 *             ├──── last step ────┼────── steps so far ───────┤
 * </pre>
 *
 * <p>If a record of the backlog has said when the message was sent, the last step is the only one.
 * No step goes beyond the time that the operator gave as the earliest. A step that the deadline
 * interrupts is the last. Used once, by one thread.
 */
final class OutcomeSearch {

  private static final List<Duration> STEPS =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(24));

  /** The clocks of chat systems and brokers may differ by this. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final MessageReader reader;
  private final MessageHistory history;
  private final @Nullable Instant earliest;
  private final Instant now;
  private final Set<TopicPartition> partition;
  private final Map<TopicPartition, Long> end;

  /** What was read so far: from this time, which is at these offsets, to the end. */
  private Instant readSince;

  private Map<TopicPartition, Long> readFrom;

  /**
   * @param history takes the outcomes; may know already when the message was sent
   * @param earliest no outcome before this time is read; {@code null} for all that are kept
   */
  OutcomeSearch(
      MessageReader reader,
      MessageHistory history,
      TopicPartition partition,
      @Nullable Instant earliest,
      Instant now) {
    this.reader = reader;
    this.history = history;
    this.partition = Set.of(partition);
    this.earliest = earliest;
    this.now = now;
    end = reader.consumer().endOffsets(this.partition);
    readSince = now;
    readFrom = end;
  }

  /** Reads the outcomes; returns the time from which on they were read. */
  Instant run() {
    if (sentAt() == null) {
      for (Duration step : STEPS) {
        readBackTo(now.minus(step));
        if (isFound()) {
          break;
        }
      }
      if (!isFound()) {
        readBackTo(Instant.EPOCH);
      }
    } else {
      readBackToSending();
    }
    if (reader.isComplete()) {
      // An outcome may give another time than the backlog, or be one of the last.
      readBackToSending();
    }
    return readSince;
  }

  private boolean isFound() {
    return sentAt() != null || !reader.isComplete();
  }

  private void readBackToSending() {
    Instant sentAt = sentAt();
    if (sentAt != null) {
      readBackTo(sentAt.minus(CLOCK_SKEW));
    }
  }

  /**
   * Returns when the message was sent, if that says where its outcomes begin: a message that claims
   * to be sent in the future has outcomes that are older.
   */
  private @Nullable Instant sentAt() {
    return history.sentAt().filter(time -> !time.isAfter(now)).orElse(null);
  }

  private void readBackTo(Instant time) {
    Instant from = earliest == null || time.isAfter(earliest) ? time : earliest;
    if (!from.isBefore(readSince)) {
      return;
    }
    Map<TopicPartition, Long> offsets = LogRange.at(reader.consumer(), partition, from, end);
    reader.read(
        LogRange.between(offsets, readFrom),
        PushOutcome.class,
        (_, outcome) -> {
          if (reader.isOfMessage(outcome.getMessage())) {
            history.decided(outcome);
          }
        });
    readFrom = offsets;
    readSince = from;
  }
}
