package io.chatpush.dispatch.kafka;

import io.chatpush.events.Reason;
import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.service.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The place at which a record was read. */
public record SourceRecord(String topic, int partition, long offset) {

  /** The digits of the largest int; anything longer is not ours. */
  private static final int LONGEST_REDRIVE_COUNT = 10;

  private static final String OURS = "chatpush-";

  /**
   * Returns the record as a dead letter that is at most that large. If it is larger, the largest of
   * value, key and own headers is left out until it fits, and headers say so.
   *
   * @param key of the record
   * @param value of the record
   * @param own the headers of the record
   * @param detail a sentence that quotes no content; escaped and cut as {@link SafeText#sentence}
   * @param mostBytes the size a producer accepts, as it counts it: see {@link
   *     DeadLetterRecord#bytes}
   */
  public DeadLetterRecord deadLetter(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers own,
      Reason reason,
      String detail,
      Instant failedAt,
      int mostBytes) {
    return new DeadLetterRecord(key, value, deadLetterHeaders(own, reason, detail, failedAt))
        .within(mostBytes);
  }

  /**
   * Returns the headers of the record's dead letter: its own, except those that begin with {@code
   * chatpush-}, and the reason. The number of redrives stays.
   *
   * @param detail a sentence that quotes no content; escaped and cut as {@link SafeText#sentence}
   */
  public Headers deadLetterHeaders(Headers own, Reason reason, String detail, Instant failedAt) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : own) {
      if (!header.key().startsWith(OURS)) {
        headers.add(header);
      }
    }
    Header redrives = own.lastHeader(DeadLetterHeaders.REDRIVE_COUNT);
    if (redrives != null
        && redrives.value() != null
        && redrives.value().length <= LONGEST_REDRIVE_COUNT) {
      headers.add(redrives);
    }
    add(headers, DeadLetterHeaders.REASON, reason.name());
    String known = detail;
    if (own.lastHeader(ResilientConsumer.UNREADABLE) != null) {
      known = "the Kafka client cannot read the record, or one before it in its batch; " + detail;
      add(headers, DeadLetterHeaders.NOT_KEPT, "key,value");
    }
    add(headers, DeadLetterHeaders.DETAIL, SafeText.sentence(known));
    add(headers, DeadLetterHeaders.SOURCE_TOPIC, topic);
    add(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(partition));
    add(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(offset));
    add(headers, DeadLetterHeaders.FAILED_AT, failedAt.toString());
    return headers;
  }

  /** As {@link #deadLetterHeaders(Headers, Reason, String, Instant)}, of what cannot be read. */
  public Headers deadLetterHeaders(Headers own, UndecodableRecordException why, Instant failedAt) {
    return deadLetterHeaders(own, Reason.UNDECODABLE, String.valueOf(why.getMessage()), failedAt);
  }

  /** Returns {@code topic-partition@offset}, as in logs. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
