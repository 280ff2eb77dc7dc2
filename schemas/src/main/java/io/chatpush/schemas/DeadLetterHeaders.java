package io.chatpush.schemas;

import java.util.Set;

/**
 * The headers of a dead letter, in {@link Topics#CHAT_MESSAGES_DEAD_LETTERS} and {@link
 * Topics#PUSH_DEAD_LETTERS}. All are text in UTF-8; numbers are decimal, times ISO-8601 in UTC. The
 * record's own headers stay beside them, except those that begin with {@code chatpush-}.
 *
 * <p>A record that would be too large for the dead-letter topic is kept without its largest parts;
 * {@link #NOT_KEPT} names them. Its place ({@link #SOURCE_OFFSET}) and the digests identify it for
 * as long as the source topic keeps it.
 */
public final class DeadLetterHeaders {

  /** Why, as a code of a closed set, e.g. {@code TOO_MANY_RECIPIENTS}. */
  public static final String REASON = "chatpush-reason";

  /** Why, as a sentence for people; names the field, quotes no content. */
  public static final String DETAIL = "chatpush-detail";

  /** Where the record was read, or for a push the chat event that caused it: topic. */
  public static final String SOURCE_TOPIC = "chatpush-source-topic";

  /** As {@link #SOURCE_TOPIC}: partition. */
  public static final String SOURCE_PARTITION = "chatpush-source-partition";

  /** As {@link #SOURCE_TOPIC}: offset. */
  public static final String SOURCE_OFFSET = "chatpush-source-offset";

  /** When it was given up. */
  public static final String FAILED_AT = "chatpush-failed-at";

  /** Of a push: when its first attempt failed. */
  public static final String FIRST_FAILED_AT = "chatpush-first-failed-at";

  /** Of a push: how many times FCM was asked. */
  public static final String ATTEMPTS = "chatpush-attempts";

  /** Of a push: FCM's last error code. */
  public static final String ERROR_CODE = "chatpush-error-code";

  /**
   * How many times it was taken out of the dead letters before. The only one that a record keeps
   * when it goes back to where it was read.
   */
  public static final String REDRIVE_COUNT = "chatpush-redrive-count";

  /**
   * The parts of the record that were too large to be kept, or that could not be read, separated by
   * commas: {@code value}, {@code key}, {@code headers}. Absent if the dead letter is complete. A
   * record without its value cannot be sent again.
   */
  public static final String NOT_KEPT = "chatpush-not-kept";

  /** The size in bytes of a value that was not kept. */
  public static final String VALUE_BYTES = "chatpush-value-bytes";

  /** The SHA-256 digest of a value that was not kept, in hexadecimal. */
  public static final String VALUE_SHA256 = "chatpush-value-sha256";

  /** The size in bytes of a key that was not kept. */
  public static final String KEY_BYTES = "chatpush-key-bytes";

  /** The SHA-256 digest of a key that was not kept, in hexadecimal. */
  public static final String KEY_SHA256 = "chatpush-key-sha256";

  /** The number of the record's own headers, if they were not kept. */
  public static final String HEADERS_COUNT = "chatpush-headers-count";

  /** The size in bytes, names included, of headers that were not kept. */
  public static final String HEADERS_BYTES = "chatpush-headers-bytes";

  /** All of them: no other header of a dead letter is written by chatpush. */
  public static final Set<String> ALL =
      Set.of(
          REASON,
          DETAIL,
          SOURCE_TOPIC,
          SOURCE_PARTITION,
          SOURCE_OFFSET,
          FAILED_AT,
          FIRST_FAILED_AT,
          ATTEMPTS,
          ERROR_CODE,
          REDRIVE_COUNT,
          NOT_KEPT,
          VALUE_BYTES,
          VALUE_SHA256,
          KEY_BYTES,
          KEY_SHA256,
          HEADERS_COUNT,
          HEADERS_BYTES);

  private DeadLetterHeaders() {}
}
