package io.chatpush.dispatch.fanout;

/**
 * Why a record of {@code chat.messages} causes no pushes and goes to the dead letters.
 *
 * @param reason as a code
 * @param detail as a sentence that names the field; it quotes no content, except numbers of times
 */
record Refusal(Reason reason, String detail) {

  /** A closed set: tag of a meter and header of the dead letter. */
  enum Reason {
    /** Not a record in the wire format, of an unknown schema, or another record. */
    UNDECODABLE,
    /** An id that must be there is empty. */
    ID_MISSING,
    /** An id is over 256 bytes of UTF-8. */
    ID_TOO_LONG,
    /** An id has a control character or U+FFFD; no device can register with such an id. */
    ID_MALFORMED,
    /** The app is not configured. */
    APP_UNKNOWN,
    /** An event type or audience this version does not know. */
    KIND_UNKNOWN,
    /** More than 1,000 recipients in one event. */
    TOO_MANY_RECIPIENTS,
    /** {@code only_device_ids} has more than 25 entries, or there is not exactly one recipient. */
    DEVICES_OUT_OF_RANGE,
    /**
     * {@code sent_at} is before 2000 or more than a day ahead: it was not set, or is in seconds,
     * microseconds or nanoseconds.
     */
    SENT_AT_IMPLAUSIBLE,
    /**
     * {@code expires_at} is before {@code sent_at}, more than 28 days after it, or not a plausible
     * time.
     */
    EXPIRY_OUT_OF_RANGE,
    /** The data has keys that FCM reserves, or alone exceeds what FCM takes. */
    DATA_REFUSED,
    /** A fault of ours. */
    INTERNAL_ERROR
  }
}
