package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.RecordPlace;
import io.chatpush.events.RenderedContent;
import io.chatpush.schemas.DeadLetterHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter with its headers. Of its content only the size is shown.
 *
 * @param letter the fields that lists show
 * @param topic the dead-letter topic
 * @param key its key, as text; cut after 1,000 characters, as an export has all of it
 * @param headers the last of each name; those of chatpush and a hundred others; in hexadecimal
 *     where they are no text; cut after 1,000 characters each. Those that the chat system has
 *     written may have text of messages: without content, their size
 * @param source where the chat event was read: topic, partition/offset
 * @param contents the size of its content; of a value that was not kept, the size and digest
 */
record DeadLetterDetails(
    DeadLetterView letter,
    String topic,
    @Nullable String key,
    Map<String, String> headers,
    @Nullable String source,
    String contents) {

  /** A record may have thousands. */
  private static final int MOST_HEADERS = 100;

  private static final int LONGEST_TEXT = 1_000;

  /**
   * @param withContent whether the values of all headers are shown, not only of {@link
   *     DeadLetterHeaders#ALL}
   */
  static DeadLetterDetails of(DeadLetterEntry entry, DeadLetterView view, boolean withContent) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : entry.record().headers()) {
      String name = bounded(header.key());
      if (headers.size() < MOST_HEADERS
          || headers.containsKey(name)
          || DeadLetterHeaders.ALL.contains(name)) {
        headers.put(
            name,
            withContent || DeadLetterHeaders.ALL.contains(name)
                ? text(header.value())
                : "%,d bytes".formatted(header.value() == null ? 0 : header.value().length));
      }
    }
    return new DeadLetterDetails(
        view,
        entry.record().topic(),
        entry.record().key() == null ? null : text(entry.record().key()),
        headers,
        entry.push() == null ? null : source(entry.push().getPush().getSource()),
        contents(entry));
  }

  private static String source(RecordPlace place) {
    return "%s %d/%d".formatted(place.getTopic(), place.getPartition(), place.getOffset());
  }

  private static String contents(DeadLetterEntry entry) {
    if (entry.isUnreadable()) {
      return "not readable by the Kafka client";
    }
    if (entry.isValueOmitted()) {
      return "not kept: %s bytes, SHA-256 %s"
          .formatted(
              entry.header(DeadLetterHeaders.VALUE_BYTES),
              entry.header(DeadLetterHeaders.VALUE_SHA256));
    }
    if (entry.push() == null) {
      byte[] value = entry.record().value();
      return "%,d bytes as they came".formatted(value == null ? 0 : value.length);
    }
    int bytes = 0;
    for (RenderedContent content : entry.push().getContents()) {
      bytes += content.getPayload().remaining();
    }
    int renderings = entry.push().getContents().size();
    return "%d %s, %,d bytes"
        .formatted(renderings, renderings == 1 ? "rendering" : "renderings", bytes);
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static String text(byte @Nullable [] value) {
    if (value == null) {
      return "";
    }
    try {
      return bounded(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      return bounded(HexFormat.of().formatHex(value));
    }
  }
}
