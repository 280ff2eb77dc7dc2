package io.chatpush.dispatch.publishing;

import io.chatpush.dispatch.publishing.PublishedLines.LineError;
import io.chatpush.http.Lines;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.rules.EventLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Takes many events, one in each line. A line that is wrong is refused and named in the response;
 * the others are accepted. Lines are published in portions: the next portion begins once Kafka has
 * acknowledged the one before, so that a request never holds more than a portion in memory. The
 * lines of a portion are appended in their order.
 *
 * <p>If Kafka does not acknowledge an event, the whole request fails, and the caller repeats it.
 * That is safe, because an event with the same id replaces the pushes of the first one.
 *
 * <p>Thread-safe.
 */
final class EventLines {

  /** The largest number of errors in a response; further lines that are wrong are only counted. */
  static final int MOST_ERRORS = 1_000;

  /** The largest number of fields that an error names: a thousand errors must stay a small body. */
  private static final int MOST_FIELDS = 5;

  /** The largest number of lines of a request, also blank ones: a minute of work. */
  static final int MOST_LINES = 100_000;

  /** The largest portion in lines: at 60 ms for a batch of Kafka, at most 8,000 events a second. */
  private static final int PORTION_LINES = 500;

  /** The largest portion in bytes, not counting the line that reaches it. */
  private static final int PORTION_BYTES = 512 * 1024;

  private final EventIntake intake;
  private final PublishingMeters meters;
  private final Scheduler scheduler;

  /**
   * @param scheduler reads the events; that takes tens of milliseconds for a portion, for which an
   *     event loop must not be blocked
   */
  EventLines(EventIntake intake, PublishingMeters meters, Scheduler scheduler) {
    this.intake = intake;
    this.meters = meters;
    this.scheduler = scheduler;
  }

  /** Publishes the events of a body; fails with a {@link ProblemException}. */
  Mono<PublishedLines> publish(String app, Flux<DataBuffer> body) {
    return Mono.defer(() -> {
      Portions portions = new Portions();
      Tally tally = new Tally();
      return Lines.of(body, EventLimits.MAX_JSON_BYTES)
          .bufferUntil(portions::isLast)
          .concatMap(
              portion ->
                  Flux.fromIterable(portion)
                      .flatMapSequential(line -> take(app, line), PORTION_LINES, 1)
                      .subscribeOn(scheduler),
              1)
          .doOnNext(tally::add)
          .then(Mono.fromSupplier(tally::result));
    });
  }

  private Mono<Taken> take(String app, Lines.Line line) {
    if (line.isBlank()) {
      return Mono.just(new Taken.Blank());
    }
    if (line.tooLong()) {
      meters.refused();
      return Mono.just(
          new Taken.Refused(
              null,
              Problem.of(
                  ProblemType.BODY_TOO_LARGE,
                  "The line has more than %d bytes.".formatted(EventLimits.MAX_JSON_BYTES))));
    }
    return intake
        .publish(app, line.bytes())
        .<Taken>map(published -> new Taken.Accepted(!published.notices().isEmpty()))
        .onErrorResume(
            ProblemException.class,
            e ->
                PublishingMeters.isRefusal(e)
                    ? Mono.just(
                        new Taken.Refused(EventJson.messageId(line.bytes()), brief(e.problem())))
                    : Mono.error(e));
  }

  private static Problem brief(Problem problem) {
    return problem.errors().size() <= MOST_FIELDS
        ? problem
        : new Problem(
            problem.type(),
            problem.title(),
            problem.status(),
            problem.detail(),
            problem.errors().subList(0, MOST_FIELDS));
  }

  /** What became of a line. */
  private sealed interface Taken {

    /** Kafka has acknowledged its event. */
    record Accepted(boolean noticed) implements Taken {}

    /** It is wrong. */
    record Refused(@Nullable String messageId, Problem problem) implements Taken {}

    /** It has no event. */
    record Blank() implements Taken {}
  }

  /** Divides the lines of a body into portions. */
  private static final class Portions {

    private long lines;
    private int portionLines;
    private int portionBytes;

    boolean isLast(Lines.Line line) {
      if (++lines > MOST_LINES) {
        throw new ProblemException(
            Problem.of(
                ProblemType.BODY_TOO_LARGE,
                "The body has more than %d lines. Publish the events in several requests; a part of"
                        .formatted(MOST_LINES)
                    + " these is published."));
      }
      portionLines++;
      portionBytes += line.bytes().length;
      if (portionLines < PORTION_LINES && portionBytes < PORTION_BYTES) {
        return false;
      }
      portionLines = 0;
      portionBytes = 0;
      return true;
    }
  }

  /** Counts the lines of a body, which are added one after the other, in their order. */
  private static final class Tally {

    private final List<LineError> errors = new ArrayList<>();
    private long lines;
    private long accepted;
    private long noticed;
    private long refused;

    void add(Taken taken) {
      lines++;
      switch (taken) {
        case Taken.Accepted(boolean isNoticed) -> {
          accepted++;
          noticed += isNoticed ? 1 : 0;
        }
        case Taken.Refused(var messageId, var problem) -> {
          refused++;
          if (errors.size() < MOST_ERRORS) {
            errors.add(new LineError(lines, messageId, problem));
          }
        }
        case Taken.Blank() -> {}
      }
    }

    PublishedLines result() {
      if (accepted + refused == 0) {
        throw new ProblemException(
            Problem.of(ProblemType.INVALID_REQUEST, "The body has no event."));
      }
      return new PublishedLines(accepted, noticed, refused, errors);
    }
  }
}
