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

/** Dead letters one by one, with their content if requested. Used by one thread at a time. */
final class DeadLetterExport implements AutoCloseable {

  /**
   * An exported dead letter.
   *
   * @param letter the fields that lists show
   * @param push what else a push needs to be sent again, by another system if necessary
   * @param record a record that is not a push, unchanged
   */
  record Line(DeadLetterView letter, @Nullable Push push, @Nullable Raw record) {}

  /** The content of a push, and its envelope. */
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
   * The content for one platform.
   *
   * @param payload the FCM v1 Message as a JSON object, without its target
   * @param pushIdOffsets the positions of the push id in its UTF-8
   * @param ttlOffset the position in its UTF-8 where the time to live is inserted, or -1
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

  /** Returns the next one, or {@code null} after the last. */
  @Nullable Line next() {
    DeadLetterView view = found.next(Instant.MAX);
    if (view == null) {
      return null;
    }
    if (!withContent) {
      return new Line(view, null, null);
    }
    DeadLetterEntry entry = found.last();
    return entry.push() == null
        ? new Line(view, null, raw(entry))
        : new Line(view, push(entry.push()), null);
  }

  private static Push push(DeadLetter deadLetter) {
    var push = deadLetter.getPush();
    RecordPlace source = push.getSource();
    return new Push(
        push.getChannelId(),
        push.getEventType().name(),
        push.getPriority().name(),
        push.getMessage().getFannedOutAt(),
        source.getTopic(),
        source.getPartition(),
        source.getOffset(),
        deadLetter.getContents().stream().map(DeadLetterExport::content).toList());
  }

  private static Content content(RenderedContent content) {
    return new Content(
        content.getPlatform().name(),
        StandardCharsets.UTF_8.decode(content.getPayload().duplicate()).toString(),
        content.getPushIdOffsets(),
        content.getTtlOffset());
  }

  private static Raw raw(DeadLetterEntry entry) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : entry.record().headers()) {
      headers.put(header.key(), Objects.requireNonNullElse(base64(header.value()), ""));
    }
    return new Raw(base64(entry.record().key()), base64(entry.record().value()), headers);
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    found.close();
  }
}
