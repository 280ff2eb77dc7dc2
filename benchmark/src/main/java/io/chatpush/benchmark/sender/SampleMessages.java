package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.dispatch.content.ChatFacts;
import io.chatpush.dispatch.content.Composition;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.push.Platform;
import io.chatpush.dispatch.push.Priority;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The messages that every sender sends: those of the pipeline's load, ten pushes a chat message.
 * What they say is composed once a chat message, by chatpush for all of them.
 */
final class SampleMessages {

  static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private static final int PUSHES_PER_MESSAGE = 10;
  private static final int ADDRESSES = 10_000;

  private final ContentComposer composer = new ContentComposer();
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
        Platform.valueOf(Population.platform(device).name()),
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
        new ChatFacts(
            ChatFacts.Event.NEW_MESSAGE,
            messageId(message),
            "channel-%04d".formatted(channel),
            "channel %04d".formatted(channel),
            "sender-%04d".formatted(channel),
            Population.senderName(channel),
            Population.body(message),
            null,
            Map.of(),
            Priority.HIGH,
            now,
            now.plus(TIME_TO_LIVE)))) {
      case Composition.Composed(var composed) -> composed;
      case Composition.Refused refused -> throw new IllegalStateException(refused.reason());
    };
  }

  private static String messageId(long message) {
    return "sample-" + message;
  }
}
