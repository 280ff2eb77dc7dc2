package io.chatpush.dispatch.publishing;

import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.publishing.Published.Kind;
import io.chatpush.dispatch.publishing.Published.Notice;
import io.chatpush.dispatch.web.RequestedApp;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Reason;
import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Takes one event: reads it, lets fan-out try it, and appends it to the log. What fan-out would
 * dead-letter is refused, so that the chat system hears of it while it can still correct the event.
 * After that, only a change of the settings of the app can make fan-out dead-letter the event.
 *
 * <p>Thread-safe.
 */
final class EventIntake {

  private final FanOutTrial trial;
  private final EventLog log;
  private final PublishingMeters meters;
  private final Clock clock;

  EventIntake(FanOutTrial trial, EventLog log, PublishingMeters meters, Clock clock) {
    this.trial = trial;
    this.log = log;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Publishes an event; fails with a {@link ProblemException} if the event is refused or cannot be
   * written now. Once it is subscribed to, the event is written even if the client disconnects.
   */
  Mono<Published> publish(String app, byte[] json) {
    return Mono.defer(
            () -> {
              ChatMessageEvent event = EventJson.read(json, app, clock.instant());
              Published published = new Published(event.getMessageId(), notices(event));
              return Mono.fromFuture(() -> log.append(event, json.length), true)
                  .thenReturn(published);
            })
        .doOnSuccess(_ -> meters.accepted())
        .doOnError(meters::notAccepted);
  }

  private List<Notice> notices(ChatMessageEvent event) {
    return switch (trial.of(event)) {
      case FanOutTrial.Refused refused -> throw new ProblemException(problem(refused));
      case FanOutTrial.TypeOff() -> List.of(Notice.of(Kind.TYPE_OFF));
      case FanOutTrial.FannedOut(var commands) ->
          commands.isEmpty() ? List.of(Notice.of(Kind.NO_RECIPIENT)) : List.of();
    };
  }

  private static Problem problem(FanOutTrial.Refused refused) {
    if (refused.code().equals(Reason.APP_UNKNOWN.name())) {
      return RequestedApp.unknown();
    }
    return Problem.invalid(List.of(new FieldError(refused.field(), refused.rule())));
  }
}
