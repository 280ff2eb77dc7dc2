package io.chatpush.benchmark.sender;

/** How one send ended, as its client reported it. */
enum Fate {
  /** FCM answered with 200. */
  ACCEPTED,
  /** The client says that FCM did not look at it, so that sending it again makes no duplicate. */
  UNPROCESSED,
  /** Any other end: FCM may have taken it. */
  UNKNOWN
}
