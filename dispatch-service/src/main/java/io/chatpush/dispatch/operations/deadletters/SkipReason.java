package io.chatpush.dispatch.operations.deadletters;

/** Why a letter that a job was asked to take stays where it is. */
enum SkipReason {
  /** Somebody has redriven or discarded it. */
  DEALT_WITH,
  /** Nobody wants it any more, and the job does not force it. */
  EXPIRED,
  /** It has come back too often. */
  TOO_MANY_REDRIVES,
  /** It does not say which topic it came from. */
  SOURCE_UNKNOWN,
  /**
   * Its value was too large to be kept in the dead letters: nothing is there to be written back.
   */
  VALUE_OMITTED,
  /** The Kafka client cannot read it: no value is there to be written back. */
  UNREADABLE,
  /** It names a topic whose records do not go to this dead-letter topic. */
  SOURCE_NOT_ALLOWED,
  /** The registry does not answer for its schema now: it can be read later. */
  SCHEMA_UNAVAILABLE,
  /** It is larger than the topic it would go back to allows. */
  TOO_LARGE
}
