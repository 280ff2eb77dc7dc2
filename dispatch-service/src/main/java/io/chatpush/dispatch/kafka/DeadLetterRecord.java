package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A record in the form in which it is written to a dead-letter topic: unchanged if it fits, without
 * its largest parts if it does not. Headers of {@link DeadLetterHeaders} say which parts are
 * missing, how large they were and what their digest is.
 *
 * <p>Immutable, except that the arrays and headers are not copied.
 */
public final class DeadLetterRecord {

  private static final String OURS = "chatpush-";

  /** What Kafka's estimate adds to a record: header of the batch, and fields of the record. */
  private static final int RECORD_OVERHEAD = 61 + 21 + 3 * 5;

  /** What Kafka's estimate adds to a header: two lengths. */
  private static final int HEADER_OVERHEAD = 2 * 5;

  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final Headers headers;

  /**
   * @param headers the record's own, and those that {@link SourceRecord#deadLetterHeaders} adds
   */
  public DeadLetterRecord(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  /** Returns the record's key; {@code null} also if it was too large. */
  public byte @Nullable [] key() {
    return key;
  }

  /** Returns the record's value; {@code null} also if it was too large. */
  public byte @Nullable [] value() {
    return value;
  }

  /** Returns the record's own headers, unless they were too large, and those of the dead letter. */
  public Headers headers() {
    return headers;
  }

  /**
   * Returns a size that the producer's own count does not exceed. A producer compares its count
   * with {@code max.request.size} before it compresses.
   */
  public int bytes() {
    long bytes = RECORD_OVERHEAD;
    bytes += length(key);
    bytes += length(value);
    for (Header header : headers) {
      bytes += bytes(header);
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /** Returns this dead letter, without its largest parts if it has more than that many bytes. */
  public DeadLetterRecord within(int mostBytes) {
    DeadLetterRecord letter = this;
    while (letter.bytes() > mostBytes && !letter.isStripped()) {
      letter = letter.withoutLargestPart();
    }
    return letter;
  }

  /**
   * Returns the dead letter without anything that the record brought: for a broker that takes less
   * than the producer's settings say.
   */
  public DeadLetterRecord stripped() {
    return within(0);
  }

  /** Returns whether nothing is left that {@link #stripped} would take away. */
  public boolean isStripped() {
    return key == null && value == null && ownBytes() == 0;
  }

  private DeadLetterRecord withoutLargestPart() {
    long ownBytes = ownBytes();
    int keyBytes = length(key);
    int valueBytes = length(value);
    if (value != null && valueBytes >= Math.max(keyBytes, ownBytes)) {
      Headers more = notKept("value");
      SourceRecord.add(more, DeadLetterHeaders.VALUE_BYTES, Integer.toString(valueBytes));
      SourceRecord.add(more, DeadLetterHeaders.VALUE_SHA256, sha256(value));
      return new DeadLetterRecord(key, null, more);
    }
    if (key != null && keyBytes >= ownBytes) {
      Headers more = notKept("key");
      SourceRecord.add(more, DeadLetterHeaders.KEY_BYTES, Integer.toString(keyBytes));
      SourceRecord.add(more, DeadLetterHeaders.KEY_SHA256, sha256(key));
      return new DeadLetterRecord(null, value, more);
    }
    return withoutOwnHeaders(ownBytes);
  }

  private DeadLetterRecord withoutOwnHeaders(long ownBytes) {
    RecordHeaders ours = new RecordHeaders();
    int count = 0;
    for (Header header : notKept("headers")) {
      if (header.key().startsWith(OURS)) {
        ours.add(header);
      } else {
        count++;
      }
    }
    SourceRecord.add(ours, DeadLetterHeaders.HEADERS_COUNT, Integer.toString(count));
    SourceRecord.add(ours, DeadLetterHeaders.HEADERS_BYTES, Long.toString(ownBytes));
    return new DeadLetterRecord(key, value, ours);
  }

  /** Returns a copy of the headers that also says that this part is missing. */
  private Headers notKept(String part) {
    RecordHeaders copy = new RecordHeaders(headers);
    Header before = copy.lastHeader(DeadLetterHeaders.NOT_KEPT);
    String parts =
        before == null ? part : new String(before.value(), StandardCharsets.UTF_8) + "," + part;
    copy.remove(DeadLetterHeaders.NOT_KEPT);
    SourceRecord.add(copy, DeadLetterHeaders.NOT_KEPT, parts);
    return copy;
  }

  private long ownBytes() {
    long bytes = 0;
    for (Header header : headers) {
      if (!header.key().startsWith(OURS)) {
        bytes += bytes(header);
      }
    }
    return bytes;
  }

  private static long bytes(Header header) {
    return (long) HEADER_OVERHEAD + Utils.utf8Length(header.key()) + length(header.value());
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
