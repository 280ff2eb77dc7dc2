package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.content.ChatFacts;
import io.chatpush.dispatch.content.Composition;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.fanout.Refusal.Reason;
import io.chatpush.dispatch.policy.Recipients;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.Platform;
import io.chatpush.dispatch.push.Priority;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.RenderedPayload;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.schemas.RecordKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a chat event leads to. A pure decision: the same event gives the same commands, so that an
 * event read again after a crash leads to pushes with the same ids.
 */
final class FanOut {

  /** A command is one record: with longer lists it could outgrow what a broker takes. */
  static final int MAX_RECIPIENTS_PER_COMMAND = 500;

  /** Where the chat event was read. */
  record Source(String topic, int partition, long offset) {}

  /** What it leads to. */
  sealed interface Result {}

  /** Pushes: the commands, each for users of one partition. Empty if there is nobody to tell. */
  record FannedOut(List<PushCommand> commands, int recipients) implements Result {}

  /** None: the event goes to the dead letters. */
  record Refused(Refusal refusal) implements Result {}

  private final ChatEventRules rules;
  private final ContentComposer composer;
  private final PayloadRenderer renderer;
  private final Duration defaultTimeToLive;

  FanOut(
      ChatEventRules rules,
      ContentComposer composer,
      PayloadRenderer renderer,
      Duration defaultTimeToLive) {
    this.rules = rules;
    this.composer = composer;
    this.renderer = renderer;
    this.defaultTimeToLive = defaultTimeToLive;
  }

  /**
   * @param partitions how many partitions {@code push.commands} has
   */
  Result fanOut(ChatMessageEvent event, Source source, int partitions, Instant now) {
    Refusal refusal = rules.check(event);
    if (refusal != null) {
      return new Refused(refusal);
    }
    List<String> recipients =
        Recipients.of(event.getRecipients(), event.getSenderId(), event.getExclude());
    Instant expiresAt =
        event.getExpiresAt() == null
            ? event.getSentAt().plus(defaultTimeToLive)
            : event.getExpiresAt();
    return switch (composer.compose(facts(event, expiresAt))) {
      // What nobody gets is not rendered.
      case Composition.Composed _ when recipients.isEmpty() -> new FannedOut(List.of(), 0);
      case Composition.Composed(var content) ->
          new FannedOut(
              commands(event, recipients, rendered(content), expiresAt, source, partitions, now),
              recipients.size());
      case Composition.Refused refused ->
          new Refused(new Refusal(Reason.DATA_REFUSED, refused.reason()));
    };
  }

  private List<PushCommand> commands(
      ChatMessageEvent event,
      List<String> recipients,
      List<RenderedContent> contents,
      Instant expiresAt,
      Source source,
      int partitions,
      Instant now) {
    Map<Integer, List<String>> byPartition = new TreeMap<>();
    for (String recipient : recipients) {
      byPartition
          .computeIfAbsent(
              RecordKeys.userPartition(event.getAppId(), recipient, partitions),
              p -> new ArrayList<>())
          .add(recipient);
    }
    List<PushCommand> commands = new ArrayList<>(byPartition.size());
    for (List<String> users : byPartition.values()) {
      for (int from = 0; from < users.size(); from += MAX_RECIPIENTS_PER_COMMAND) {
        commands.add(
            PushCommand.newBuilder()
                .setAppId(event.getAppId())
                .setMessageId(event.getMessageId())
                .setEventType(event.getEventType())
                .setChannelId(event.getChannelId())
                .setRecipients(
                    users.subList(from, Math.min(users.size(), from + MAX_RECIPIENTS_PER_COMMAND)))
                .setPriority(event.getPriority())
                .setSentAt(event.getSentAt())
                .setFannedOutAt(now)
                .setExpiresAt(expiresAt)
                .setSourceTopic(source.topic())
                .setSourcePartition(source.partition())
                .setSourceOffset(source.offset())
                .setContents(contents)
                .build());
      }
    }
    return commands;
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
