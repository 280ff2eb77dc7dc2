package io.chatpush.stack.chaos;

/** Kinds of records that a chat system, or a principal with too many rights, may write. */
enum BadRecords {
  /** Random bytes on every partition of {@code chat.messages}, with and without a magic byte. */
  RANDOM_BYTES,
  /** Well-framed events of schema ids that no registry knows. */
  UNKNOWN_SCHEMAS,
  /** Good events whose record has the timestamp -1, 0, one of years or days ago, or one ahead. */
  TIMESTAMPS,
  /** Events whose {@code sent_at} is in seconds or microseconds, or the largest number there is. */
  SENT_AT,
  /** Events that are larger than a record of dead letters can be, or have too many recipients. */
  OVERSIZE,
  /** Records without a value, without a key, with empty ones. */
  NULLS,
  /** Good events with odd headers: no name, no value, large, many, or of chatpush's own names. */
  HEADERS,
  /** Records of a faulty producer that Kafka's own client cannot read. */
  DAMAGED,
  /** Good events in transactions that are aborted: nobody may get a push for them. */
  ABORTED_TRANSACTIONS,
  /** Random bytes and good events on the topics between chatpush's own parts. */
  INTERNAL_TOPICS
}
