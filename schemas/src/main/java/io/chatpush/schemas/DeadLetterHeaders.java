package io.chatpush.schemas;

/**
 * The headers of a dead letter, in {@link Topics#CHAT_MESSAGES_DEAD_LETTERS} and {@link
 * Topics#PUSH_DEAD_LETTERS}. All are text in UTF-8; numbers are decimal, times ISO-8601 in UTC. The
 * record's own headers stay beside them.
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
   * Of a dead letter whose value was too large to be kept: {@code true}. Its value is null, and
   * {@link #VALUE_SIZE} and {@link #VALUE_SHA256} describe the original.
   */
  public static final String VALUE_OMITTED = "chatpush-value-omitted";

  /** Of a dead letter whose value was not kept: the size of the original value in bytes. */
  public static final String VALUE_SIZE = "chatpush-value-size";

  /**
   * Of a dead letter whose value was not kept: the SHA-256 of the original value, in lower-case
   * hexadecimal.
   */
  public static final String VALUE_SHA256 = "chatpush-value-sha256";

  private DeadLetterHeaders() {}
}
