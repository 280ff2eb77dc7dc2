package io.chatpush.dispatch.fcm.message;

/** The parts of a message that differ from push to push, so that a {@link Skeleton} has a gap. */
enum Slot {
  /** The id of the push, which delivery fills in. */
  PUSH_ID,
  /** The time to live in seconds, which delivery fills in. */
  TIME_TO_LIVE,
  /** When the push expires, in seconds since 1970. */
  EXPIRATION,
  /** All members of the data but {@code push_id}, {@code title} and {@code body}. */
  DATA,
  TITLE,
  BODY,
  IMAGE,
  LINK,
  SOUND,
  BADGE,
  NOTIFICATION_COUNT,
  CATEGORY,
  COLLAPSE_KEY,
  /** The collapse key as {@code apns-collapse-id}. */
  COLLAPSE_ID,
  THREAD,
  ANALYTICS_LABEL,
  ANDROID_TAG,
  ANDROID_COLLAPSE_KEY,
  WEB_TOPIC,
  WEB_TAG
}
