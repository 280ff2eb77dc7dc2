package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Where a record was read. */
public record SourceRecord(String topic, int partition, long offset) {

  /** The reason of records that are no records of ours. */
  public static final String UNDECODABLE = "UNDECODABLE";

  /** The reason of records that can be read and hold values that chatpush never writes. */
  public static final String INVALID_RECORD = "INVALID_RECORD";

  /** The reason of records and pushes that met a fault of chatpush itself. */
  public static final String INTERNAL_ERROR = "INTERNAL_ERROR";

  /**
   * The headers under which the record goes to the dead letters as it came: its own, and why.
   *
   * @param reason a code of a closed set
   * @param detail a sentence that quotes no content
   */
  public Headers deadLetterHeaders(Headers own, String reason, String detail, Instant failedAt) {
    RecordHeaders headers = new RecordHeaders(own);
    add(headers, DeadLetterHeaders.REASON, reason);
    add(headers, DeadLetterHeaders.DETAIL, detail);
    add(headers, DeadLetterHeaders.SOURCE_TOPIC, topic);
    add(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(partition));
    add(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(offset));
    add(headers, DeadLetterHeaders.FAILED_AT, failedAt.toString());
    return headers;
  }

  /** As {@link #deadLetterHeaders(Headers, String, String, Instant)}, of what cannot be read. */
  public Headers deadLetterHeaders(Headers own, UndecodableRecordException why, Instant failedAt) {
    return deadLetterHeaders(own, UNDECODABLE, String.valueOf(why.getMessage()), failedAt);
  }

  /** {@code topic-partition@offset}, as in logs. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
