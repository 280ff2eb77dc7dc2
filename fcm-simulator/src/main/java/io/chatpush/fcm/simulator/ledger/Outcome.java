package io.chatpush.fcm.simulator.ledger;

/** What became of one send request. Every request has exactly one. */
public enum Outcome {
  /** Answered with a message name. */
  ACCEPTED,
  /** Delivered to the device although the answer does not say so, or not in FCM's words. */
  ACCEPTED_UNSAID,
  /** {@code validate_only}. */
  VALIDATED,
  UNREGISTERED,
  INVALID_ARGUMENT,
  SENDER_ID_MISMATCH,
  QUOTA_EXCEEDED,
  UNAVAILABLE,
  INTERNAL,
  THIRD_PARTY_AUTH_ERROR,
  /** The bearer was not good, or not for this project. */
  UNAUTHORIZED,
  /** An answer that is not FCM's: 404 without detail, 501, 502, 504. */
  OTHER_ERROR,
  /** Reset, closed or never answered, and not delivered. */
  INTERRUPTED
}
