package io.chatpush.dispatch.operations.deadletters;

/** Why a job leaves a dead letter open that its filter selects. */
enum SkipReason {
  /** It was redriven or discarded before. */
  DEALT_WITH,
  /** Its expiry has passed, and the job does not force it. */
  EXPIRED,
  /** It was redriven too often. */
  TOO_MANY_REDRIVES,
  /** It does not name the topic it came from. */
  SOURCE_UNKNOWN,
  /** Its value was too large to be kept in the dead letters: there is nothing to write back. */
  VALUE_OMITTED,
  /** The Kafka client cannot read it: there is no value to write back. */
  UNREADABLE,
  /** It names a topic whose records do not go to this dead-letter topic. */
  SOURCE_NOT_ALLOWED,
  /** The registry does not answer for its schema now: it can be read later. */
  SCHEMA_UNAVAILABLE,
  /** It is larger than the topic it would go back to allows. */
  TOO_LARGE
}
