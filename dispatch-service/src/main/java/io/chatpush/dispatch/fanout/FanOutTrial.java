package io.chatpush.dispatch.fanout;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.PushCommand;
import io.chatpush.events.Reason;
import io.chatpush.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Says what fan-out would make of a chat event, without writing anything: for a route that accepts
 * events, and for previews. The rules are those of fan-out, because it is fan-out that is asked.
 * Limits of the app are not applied.
 *
 * <p>Thread-safe.
 */
public final class FanOutTrial {

  /** What fan-out would make of the event. */
  public sealed interface Result {}

  /**
   * A dead letter.
   *
   * @param code the reason, as a name of {@link Reason}
   * @param detail a sentence that begins with the name of the field and quotes no content
   */
  public record Refused(String code, String detail) implements Result {

    /** Returns the name of the field. */
    public String field() {
      return detail.substring(0, endOfField());
    }

    /** Returns the rest of the sentence. */
    public String rule() {
      return detail.substring(Math.min(endOfField() + 1, detail.length()));
    }

    private int endOfField() {
      int space = detail.indexOf(' ');
      return space < 0 ? detail.length() : space;
    }
  }

  /** Outcomes with the reason TYPE_OFF: the app has this type of event switched off. */
  public record TypeOff() implements Result {}

  /**
   * Pushes.
   *
   * @param commands with the recipients, in the default language of the app; empty if the event has
   *     no recipient beside its sender and those excluded
   */
  public record FannedOut(List<PushCommand> commands) implements Result {

    public FannedOut {
      commands = List.copyOf(commands);
    }
  }

  /** Where no event is. Its offset is as long as an offset can be, so that the sizes are, too. */
  private static final SourceRecord NOWHERE =
      new SourceRecord(Topics.CHAT_MESSAGES, 0, Long.MAX_VALUE);

  private final FanOut fanOut;
  private final FanOut asIfOn;
  private final Clock clock;

  /**
   * Creates a trial of the fan-out with these settings.
   *
   * @param defaultTimeToLive how long a push is worth sending where the event does not say
   */
  public FanOutTrial(
      Apps.Source apps,
      AppTexts texts,
      PayloadRenderer renderer,
      Duration defaultTimeToLive,
      Clock clock) {
    this.clock = clock;
    fanOut =
        new FanOut(
            apps, texts, new ContentComposer(renderer), Integer.MAX_VALUE, defaultTimeToLive);
    asIfOn = fanOut.asIfOn();
  }

  /** Returns what fan-out would make of the event now. */
  public Result of(ChatMessageEvent event) {
    return result(fanOut, event);
  }

  /**
   * Returns what fan-out would make of the event now if the app had its type switched on: a preview
   * is wanted before that. A type that the settings of the app do not have stays off.
   */
  public Result asIfOn(ChatMessageEvent event) {
    return result(asIfOn, event);
  }

  private Result result(FanOut tried, ChatMessageEvent event) {
    return switch (tried.fanOut(event, NOWHERE, 1, Admission.Decision.UNLIMITED, clock.instant())) {
      case FanOut.Refused(Refusal refusal) ->
          new Refused(refusal.reason().name(), refusal.detail());
      case FanOut.Postponed postponed ->
          new Refused(Reason.KIND_UNKNOWN.name(), postponed.detail());
      case FanOut.TypeOff _ -> new TypeOff();
      case FanOut.FannedOut fannedOut -> new FannedOut(fannedOut.commands());
    };
  }
}
