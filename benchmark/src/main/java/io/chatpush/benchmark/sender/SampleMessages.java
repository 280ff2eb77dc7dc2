package io.chatpush.benchmark.sender;

import io.chatpush.apps.App;
import io.chatpush.apps.EventSettings;
import io.chatpush.apps.ShortForms;
import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.content.Composition;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The messages that every sender sends: those of the pipeline's load, ten pushes a chat message.
 * What they say is composed once a chat message, by chatpush for all of them.
 */
final class SampleMessages {

  static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private static final int PUSHES_PER_MESSAGE = 10;
  private static final int ADDRESSES = 10_000;

  private final App app =
      ShortForms.app(
          Population.APP, null, App.Limits.AS_FOR_ALL, List.of(ChatEventType.NEW_MESSAGE));
  private final EventSettings settings =
      Objects.requireNonNull(app.settings(ChatEventType.NEW_MESSAGE, null));
  private final Variant words =
      new AppTexts().of(app, ChatEventType.NEW_MESSAGE, null).variant(null);
  private final ContentComposer composer = new ContentComposer(new FcmPayloadRenderer());
  private final List<String> addresses =
      IntStream.range(0, ADDRESSES).mapToObj(Population::address).toList();

  private long pushes;
  private PushContent content = compose(0);

  /**
   * One of them.
   *
   * @param isFirst whether it is the first push of its chat message
   */
  record Sample(
      PushContent content, boolean isFirst, String address, Platform platform, PushId pushId) {}

  /** The next one. For one thread. */
  Sample next() {
    long number = pushes++;
    boolean isFirst = number % PUSHES_PER_MESSAGE == 0;
    long message = number / PUSHES_PER_MESSAGE;
    if (isFirst) {
      content = compose(message);
    }
    int device = (int) (number % ADDRESSES);
    return new Sample(
        content,
        isFirst,
        addresses.get(device),
        Population.platform(device),
        PushId.ofDevice(
            Population.APP,
            messageId(message),
            "user-%06d".formatted(device),
            "device-%06d".formatted(device)));
  }

  /** What the push of a chat message says. */
  PushContent compose(long message) {
    Instant now = Instant.now();
    int channel = (int) (message % 1_000);
    return switch (composer.compose(
        ChatMessageEvent.newBuilder()
            .setAppId(Population.APP)
            .setMessageId(messageId(message))
            .setEventType(ChatEventType.NEW_MESSAGE)
            .setChannelId("channel-%04d".formatted(channel))
            .setChannelName("channel %04d".formatted(channel))
            .setSenderId("sender-%04d".formatted(channel))
            .setSenderName(Population.senderName(channel))
            .setAudience(Audience.EXPLICIT)
            .setBody(Population.body(message))
            .setPriority(MessagePriority.HIGH)
            .setSentAt(now)
            .build(),
        settings,
        App.Privacy.FULL,
        words,
        message,
        now.plus(TIME_TO_LIVE))) {
      case Composition.Composed(var composed, _, _) -> composed;
      case Composition.Refused refused -> throw new IllegalStateException(refused.reason());
    };
  }

  private static String messageId(long message) {
    return "sample-" + message;
  }
}
