package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.DeadLetter;
import io.chatpush.events.RecordPlace;
import io.chatpush.events.RenderedContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Letters one by one, with what they say if that was asked for. Used by one thread at a time. */
final class DeadLetterExport implements AutoCloseable {

  /**
   * An exported letter.
   *
   * @param letter what lists show
   * @param push what else a push needs to be sent again, elsewhere if need be
   * @param record a record that is no push, as it came
   */
  record Line(DeadLetterView letter, @Nullable Push push, @Nullable Raw record) {}

  /** What a push says, and what belongs to it. */
  record Push(
      String channel,
      String eventType,
      String priority,
      Instant fannedOutAt,
      String sourceTopic,
      int sourcePartition,
      long sourceOffset,
      List<Content> contents) {}

  /**
   * What it says on one platform.
   *
   * @param payload the FCM v1 Message as a JSON object, without its target
   * @param pushIdOffsets where the push id stands in its UTF-8
   * @param ttlOffset where the time to live is inserted in its UTF-8, or -1
   */
  record Content(String platform, String payload, List<Integer> pushIdOffsets, int ttlOffset) {}

  /** A record byte for byte, in Base64. */
  record Raw(@Nullable String key, @Nullable String value, Map<String, String> headers) {}

  private final DeadLetters.Found found;
  private final boolean withContent;

  DeadLetterExport(DeadLetters.Found found, boolean withContent) {
    this.found = found;
    this.withContent = withContent;
  }

  /** The next one, or {@code null} after the last. */
  @Nullable Line next() {
    DeadLetterView view = found.next(Instant.MAX);
    if (view == null) {
      return null;
    }
    if (!withContent) {
      return new Line(view, null, null);
    }
    DeadLetterEntry letter = found.last();
    return letter.push() == null
        ? new Line(view, null, raw(letter))
        : new Line(view, push(letter.push()), null);
  }

  private static Push push(DeadLetter letter) {
    var push = letter.getPush();
    RecordPlace source = push.getSource();
    return new Push(
        push.getChannelId(),
        push.getEventType().name(),
        push.getPriority().name(),
        push.getMessage().getFannedOutAt(),
        source.getTopic(),
        source.getPartition(),
        source.getOffset(),
        letter.getContents().stream().map(DeadLetterExport::content).toList());
  }

  private static Content content(RenderedContent content) {
    return new Content(
        content.getPlatform().name(),
        StandardCharsets.UTF_8.decode(content.getPayload().duplicate()).toString(),
        content.getPushIdOffsets(),
        content.getTtlOffset());
  }

  private static Raw raw(DeadLetterEntry letter) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : letter.record().headers()) {
      headers.put(header.key(), Objects.requireNonNullElse(base64(header.value()), ""));
    }
    return new Raw(base64(letter.record().key()), base64(letter.record().value()), headers);
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    found.close();
  }
}
