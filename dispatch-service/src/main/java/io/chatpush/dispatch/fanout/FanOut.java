package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.content.ChatFacts;
import io.chatpush.dispatch.content.Composition;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.fanout.Refusal.Reason;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.policy.Recipients;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.Platform;
import io.chatpush.dispatch.push.Priority;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.RenderedPayload;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Lane;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.RenderedContent;
import io.chatpush.schemas.RecordKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a chat event leads to. A pure decision: the same event gives the same commands, so that an
 * event read again after a crash leads to pushes with the same ids. Whether and when they may begin
 * is for the limit of the app to say.
 */
final class FanOut {

  /**
   * Of one command, at most: with longer lists the record could outgrow what a broker takes, and a
   * direct command would stand longer behind a bulk one that the join has begun.
   */
  static final int MAX_RECIPIENTS_DIRECT = 500;

  static final int MAX_RECIPIENTS_BULK = 12;

  /** The reason of those who get no push because their app is over its limit. */
  static final String APP_LIMIT = "APP_LIMIT";

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

  /** None: the event goes to the dead letters. */
  record Refused(Refusal refusal) implements Result {}

  private final ChatEventRules rules;
  private final ContentComposer composer;
  private final PayloadRenderer renderer;
  private final int bulkAbove;
  private final Duration defaultTimeToLive;

  /**
   * @param bulkAbove more recipients than this are a big audience
   */
  FanOut(
      ChatEventRules rules,
      ContentComposer composer,
      PayloadRenderer renderer,
      int bulkAbove,
      Duration defaultTimeToLive) {
    this.rules = rules;
    this.composer = composer;
    this.renderer = renderer;
    this.bulkAbove = bulkAbove;
    this.defaultTimeToLive = defaultTimeToLive;
  }

  /** Returns the app of the event if it is configured, or else the empty string. */
  String knownApp(ChatMessageEvent event) {
    return rules.knownApp(event);
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
    Refusal refusal = rules.check(event, now);
    if (refusal != null) {
      return new Refused(refusal);
    }
    Recipients recipients =
        Recipients.of(event.getRecipients(), event.getSenderId(), event.getExclude());
    Instant expiresAt =
        event.getExpiresAt() == null
            ? event.getSentAt().plus(defaultTimeToLive)
            : event.getExpiresAt();
    List<String> told = recipients.told();
    List<PushOutcome> suppressed = suppressed(event, recipients, now);
    Admission admission =
        limits.admit(event.getAppId(), told.size(), Duration.between(now, expiresAt));
    if (admission instanceof Admission.Never) {
      told.forEach(user -> suppressed.add(suppressed(event, user, APP_LIMIT, now)));
      return new FannedOut(List.of(), suppressed, told.size(), admission);
    }
    return switch (composer.compose(facts(event, expiresAt))) {
      // What nobody gets is not rendered.
      case Composition.Composed _ when told.isEmpty() ->
          new FannedOut(List.of(), suppressed, 0, admission);
      case Composition.Composed(var content) ->
          new FannedOut(
              commands(
                  event, told, rendered(content), expiresAt, admission, source, partitions, now),
              suppressed,
              told.size(),
              admission);
      case Composition.Refused refused ->
          new Refused(new Refusal(Reason.DATA_REFUSED, refused.reason()));
    };
  }

  private List<PushCommand> commands(
      ChatMessageEvent event,
      List<String> recipients,
      List<RenderedContent> contents,
      Instant expiresAt,
      Admission admission,
      SourceRecord source,
      int partitions,
      Instant now) {
    PushCommand.Builder common =
        PushCommand.newBuilder()
            .setAppId(event.getAppId())
            .setMessageId(event.getMessageId())
            .setEventType(event.getEventType())
            .setChannelId(event.getChannelId())
            .setPriority(event.getPriority())
            .setSentAt(event.getSentAt())
            .setFannedOutAt(now)
            .setExpiresAt(expiresAt)
            .setSourceTopic(source.topic())
            .setSourcePartition(source.partition())
            .setSourceOffset(source.offset())
            .setOnlyDeviceIds(event.getOnlyDeviceIds())
            .setContents(contents);
    if (admission instanceof Admission.Later(Duration delay)) {
      // The rest of a millisecond, which a record does not keep, would be too early.
      common.setNotBefore(now.plusMillis(delay.toMillis() + 1)).setHeldBack(true);
    }
    if (recipients.size() <= bulkAbove) {
      return commands(common, Lane.DIRECT, recipients, partitions);
    }
    Set<String> mentions = Set.copyOf(event.getMentions());
    Map<Boolean, List<String>> byMention =
        recipients.stream().collect(Collectors.partitioningBy(mentions::contains));
    List<PushCommand> commands = new ArrayList<>();
    commands.addAll(
        commands(common, Lane.DIRECT, byMention.getOrDefault(true, List.of()), partitions));
    commands.addAll(
        commands(common, Lane.BULK, byMention.getOrDefault(false, List.of()), partitions));
    return commands;
  }

  /**
   * @param common what the commands of an event share; built for each, as a copy of a record would
   *     copy the contents, too
   */
  private static List<PushCommand> commands(
      PushCommand.Builder common, Lane lane, List<String> recipients, int partitions) {
    int most = lane == Lane.BULK ? MAX_RECIPIENTS_BULK : MAX_RECIPIENTS_DIRECT;
    Map<Integer, List<String>> byPartition = new TreeMap<>();
    for (String recipient : recipients) {
      byPartition
          .computeIfAbsent(
              RecordKeys.userPartition(common.getAppId(), recipient, partitions),
              p -> new ArrayList<>())
          .add(recipient);
    }
    List<PushCommand> commands = new ArrayList<>(byPartition.size());
    for (List<String> users : byPartition.values()) {
      for (int from = 0; from < users.size(); from += most) {
        commands.add(
            common
                .setLane(lane)
                .setRecipients(users.subList(from, Math.min(users.size(), from + most)))
                .build());
      }
    }
    return commands;
  }

  private static List<PushOutcome> suppressed(
      ChatMessageEvent event, Recipients recipients, Instant now) {
    List<PushOutcome> outcomes = new ArrayList<>();
    recipients.sender().forEach(user -> outcomes.add(suppressed(event, user, "SENDER", now)));
    recipients.excluded().forEach(user -> outcomes.add(suppressed(event, user, "EXCLUDED", now)));
    return outcomes;
  }

  private static PushOutcome suppressed(
      ChatMessageEvent event, String userId, String reason, Instant now) {
    return PushOutcome.newBuilder()
        .setPushId(PushId.ofUser(event.getAppId(), event.getMessageId(), userId).toString())
        .setAppId(event.getAppId())
        .setMessageId(event.getMessageId())
        .setUserId(userId)
        .setOutcome(Outcome.SUPPRESSED)
        .setReason(reason)
        .setAttempt(0)
        .setSentAt(event.getSentAt())
        .setFannedOutAt(now)
        .setDecidedAt(now)
        .build();
  }

  private List<RenderedContent> rendered(PushContent content) {
    List<RenderedContent> contents = new ArrayList<>(Platform.values().length);
    for (Platform platform : Platform.values()) {
      RenderedPayload payload = renderer.render(content, platform);
      contents.add(
          new RenderedContent(
              recordPlatform(platform),
              null,
              payload.json(),
              payload.pushIdOffsets(),
              payload.ttlOffset()));
    }
    return contents;
  }

  private static ChatFacts facts(ChatMessageEvent event, Instant expiresAt) {
    return new ChatFacts(
        kind(event.getEventType()),
        event.getMessageId(),
        event.getChannelId(),
        event.getChannelName(),
        event.getSenderId(),
        event.getSenderName(),
        event.getBody(),
        event.getMedia(),
        event.getData(),
        event.getPriority() == MessagePriority.NORMAL ? Priority.NORMAL : Priority.HIGH,
        event.getSentAt(),
        expiresAt);
  }

  private static ChatFacts.Event kind(ChatEventType type) {
    return switch (type) {
      case NEW_MESSAGE -> ChatFacts.Event.NEW_MESSAGE;
      case ADDED_TO_CHANNEL -> ChatFacts.Event.ADDED_TO_CHANNEL;
      case INVITED_TO_CHANNEL -> ChatFacts.Event.INVITED_TO_CHANNEL;
      case REMOVED_FROM_CHANNEL -> ChatFacts.Event.REMOVED_FROM_CHANNEL;
      case UNKNOWN ->
          throw new IllegalArgumentException("the rules let no event of an unknown type pass");
    };
  }

  private static io.chatpush.events.Platform recordPlatform(Platform platform) {
    return switch (platform) {
      case ANDROID -> io.chatpush.events.Platform.ANDROID;
      case IOS -> io.chatpush.events.Platform.IOS;
      case WEB -> io.chatpush.events.Platform.WEB;
    };
  }
}
