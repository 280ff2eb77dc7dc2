package io.chatpush.dispatch.fanout;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.EventSettings;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.content.Composition;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.policy.Recipients;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Lane;
import io.chatpush.events.Outcome;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import io.chatpush.events.Reason;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.PushCauses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a chat event leads to. A pure decision: the same event gives the same commands, so that an
 * event read again after a crash leads to pushes with the same ids. Whether and when they may begin
 * is for the limit of the app to say.
 */
final class FanOut {

  /**
   * How long an event of an unknown kind waits until it is read again: a rolling update takes a few
   * minutes, and its pushes should not wait much longer than that.
   */
  static final Duration POSTPONED_FOR = Duration.ofMinutes(1);

  /** What it leads to. */
  sealed interface Result {}

  /**
   * Pushes, none if there is nobody to tell.
   *
   * @param commands each for users of one partition, in one lane
   * @param suppressed the outcomes of those who are listed and get none
   * @param recipients who are to be told, also where the limit of the app does not allow it
   * @param admission when the commands may begin; there are none if never
   */
  record FannedOut(
      List<PushCommand> commands, List<PushOutcome> suppressed, int recipients, Admission admission)
      implements Result {}

  /**
   * None: the app has events of this type switched off, or does not have the type.
   *
   * @param suppressed the outcomes of all who are listed
   */
  record TypeOff(List<PushOutcome> suppressed) implements Result {}

  /**
   * None yet: the event is of a kind that this version does not know, and is read again later.
   *
   * @param detail what is not known, as a sentence
   * @param envelope of the command that carries the event until then
   * @param until when it is read again
   */
  record Postponed(String detail, Push envelope, Instant until) implements Result {}

  /** None: the event goes to the dead letters. */
  record Refused(Refusal refusal) implements Result {}

  private final Apps.Source apps;
  private final AppTexts texts;
  private final ContentComposer composer;
  private final int bulkAbove;
  private final Duration defaultTimeToLive;
  private final boolean typesOffToo;

  /**
   * @param bulkAbove more recipients than this are a big audience
   */
  FanOut(
      Apps.Source apps,
      AppTexts texts,
      ContentComposer composer,
      int bulkAbove,
      Duration defaultTimeToLive) {
    this(apps, texts, composer, bulkAbove, defaultTimeToLive, false);
  }

  private FanOut(
      Apps.Source apps,
      AppTexts texts,
      ContentComposer composer,
      int bulkAbove,
      Duration defaultTimeToLive,
      boolean typesOffToo) {
    this.apps = apps;
    this.texts = texts;
    this.composer = composer;
    this.bulkAbove = bulkAbove;
    this.defaultTimeToLive = defaultTimeToLive;
    this.typesOffToo = typesOffToo;
  }

  /** Returns the same fan-out, but with each type of event on that the settings of an app have. */
  FanOut asIfOn() {
    return new FanOut(apps, texts, composer, bulkAbove, defaultTimeToLive, true);
  }

  /** Returns the app of the event if it is configured, or else the empty string. */
  String knownApp(ChatMessageEvent event) {
    return apps.now().of(event.getAppId()) == null ? "" : event.getAppId();
  }

  /**
   * @param partitions how many partitions {@code push.commands} has
   * @param limits asked once about an event that passes the rules
   */
  Result fanOut(
      ChatMessageEvent event,
      SourceRecord source,
      int partitions,
      Admission.Decision limits,
      Instant now) {
    // One look at the settings for the whole event: they may change meanwhile.
    App app = apps.now().of(event.getAppId());
    Refusal refusal = ChatEventRules.check(event, app, now);
    if (refusal != null || app == null) {
      return new Refused(Objects.requireNonNull(refusal));
    }
    String unknown = ChatEventRules.unknownKind(event);
    if (unknown != null) {
      return postponed(event, unknown, source, now);
    }
    EventSettings settings = app.settings(event.getEventType(), event.getCustomType());
    Recipients recipients =
        Recipients.of(event.getRecipients(), event.getSenderId(), event.getExclude());
    List<String> told = recipients.told();
    ChatMessageRef message =
        new ChatMessageRef(event.getAppId(), event.getMessageId(), event.getSentAt(), now);
    List<PushOutcome> suppressed = suppressed(message, recipients, now);
    if (settings == null || !(settings.enabled() || typesOffToo)) {
      told.forEach(user -> suppressed.add(suppressed(message, user, Reason.TYPE_OFF, now)));
      return new TypeOff(suppressed);
    }
    Instant expiresAt = expiresAt(event, settings);
    Admission admission = limits.admit(app, told.size(), Duration.between(now, expiresAt));
    if (admission instanceof Admission.Never) {
      told.forEach(user -> suppressed.add(suppressed(message, user, Reason.APP_LIMIT, now)));
      return new FannedOut(List.of(), suppressed, told.size(), admission);
    }
    Variant words = texts.of(app, event.getEventType(), event.getCustomType()).variant(null);
    return switch (composer.compose(
        event, settings, app.privacy(), words, source.offset(), expiresAt)) {
      case Composition.Composed _ when told.isEmpty() ->
          new FannedOut(List.of(), suppressed, 0, admission);
      case Composition.Composed composed ->
          new FannedOut(
              commands(event, message, told, composed, expiresAt, admission, source, partitions),
              suppressed,
              told.size(),
              admission);
      case Composition.Refused refused ->
          new Refused(new Refusal(Reason.DATA_REFUSED, refused.reason()));
    };
  }

  private Result postponed(
      ChatMessageEvent event, String unknown, SourceRecord source, Instant now) {
    // The app's setting of the type is not known, as the type is not.
    Instant expiresAt = expiresAt(event, null);
    if (!now.isBefore(expiresAt)) {
      return new Refused(
          new Refusal(
              Reason.KIND_UNKNOWN,
              unknown + "; no version that knows it has read the event before it expired"));
    }
    Push envelope =
        Push.newBuilder()
            .setMessage(
                new ChatMessageRef(event.getAppId(), event.getMessageId(), event.getSentAt(), now))
            .setEventType(event.getEventType())
            .setChannelId(event.getChannelId())
            .setPriority(event.getPriority())
            .setLane(Lane.DIRECT)
            .setExpiresAt(expiresAt)
            .setSource(new RecordPlace(source.topic(), source.partition(), source.offset()))
            .build();
    return new Postponed(unknown, envelope, now.plus(POSTPONED_FOR));
  }

  private Instant expiresAt(ChatMessageEvent event, @Nullable EventSettings settings) {
    Instant expiresAt = event.getExpiresAt();
    if (expiresAt != null) {
      return expiresAt;
    }
    Duration timeToLive = settings == null ? null : settings.ttl();
    return event.getSentAt().plus(timeToLive == null ? defaultTimeToLive : timeToLive);
  }

  private List<PushCommand> commands(
      ChatMessageEvent event,
      ChatMessageRef message,
      List<String> recipients,
      Composition.Composed composed,
      Instant expiresAt,
      Admission admission,
      SourceRecord source,
      int partitions) {
    PushCommand.Builder common =
        PushCommand.newBuilder()
            .setOnlyDeviceIds(event.getOnlyDeviceIds())
            .setContents(composed.rendered())
            .setFacts(composed.facts());
    if (admission instanceof Admission.Later(Duration delay)) {
      // The rest of a millisecond, which a record does not keep, would be too early.
      common
          .setNotBefore(message.getFannedOutAt().plusMillis(delay.toMillis() + 1))
          .setHeldBack(true);
    }
    Push direct =
        Push.newBuilder()
            .setMessage(message)
            .setEventType(event.getEventType())
            // With any other type the name is ignored, and may be of any length.
            .setCustomType(
                event.getEventType() == ChatEventType.CUSTOM ? event.getCustomType() : null)
            .setChannelId(event.getChannelId())
            .setPriority(composed.content().options().priority())
            .setLane(Lane.DIRECT)
            .setExpiresAt(expiresAt)
            .setSource(new RecordPlace(source.topic(), source.partition(), source.offset()))
            .build();
    return new CommandSplit(bulkAbove, partitions)
        .split(common, direct, recipients, event.getMentions());
  }

  private static List<PushOutcome> suppressed(
      ChatMessageRef message, Recipients recipients, Instant now) {
    List<PushOutcome> outcomes = new ArrayList<>();
    recipients
        .sender()
        .forEach(user -> outcomes.add(suppressed(message, user, Reason.SENDER, now)));
    recipients
        .excluded()
        .forEach(user -> outcomes.add(suppressed(message, user, Reason.EXCLUDED, now)));
    return outcomes;
  }

  private static PushOutcome suppressed(
      ChatMessageRef message, String userId, Reason reason, Instant now) {
    String pushId = PushId.ofUser(message.getAppId(), message.getMessageId(), userId).toString();
    return PushOutcome.newBuilder()
        .setMessage(message)
        .setTarget(new PushTarget(pushId, userId, null))
        .setOutcome(Outcome.SUPPRESSED)
        .setCause(PushCauses.of(reason))
        .setAttempt(0)
        .setDecidedAt(now)
        .build();
  }
}
