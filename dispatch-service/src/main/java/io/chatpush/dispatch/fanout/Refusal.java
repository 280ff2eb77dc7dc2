package io.chatpush.dispatch.fanout;

/**
 * Why a record of {@code chat.messages} causes no pushes and goes to the dead letters.
 *
 * @param reason as a code
 * @param detail as a sentence that names the field and quotes no content
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
    /** The app is not configured. */
    APP_UNKNOWN,
    /** An event type or audience this version does not know. */
    KIND_UNKNOWN,
    /** More than 1,000 recipients in one event. */
    TOO_MANY_RECIPIENTS,
    /** {@code only_device_ids} has more than 25 entries, or there is not exactly one recipient. */
    DEVICES_OUT_OF_RANGE,
    /** {@code expires_at} is before {@code sent_at} or more than 28 days after it. */
    EXPIRY_OUT_OF_RANGE,
    /** The data has keys that FCM reserves, or alone exceeds what FCM takes. */
    DATA_REFUSED,
    /** A fault of ours. */
    INTERNAL_ERROR
  }
}
