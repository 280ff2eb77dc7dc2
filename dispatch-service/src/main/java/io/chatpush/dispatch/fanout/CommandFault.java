package io.chatpush.dispatch.fanout;

/**
 * Why a record of the join goes to {@code push.dead-letters}: a closed set, tag of a meter and
 * header of the dead letter.
 */
enum CommandFault {
  /** Not a record in the wire format, of an unknown schema, or another record. */
  UNDECODABLE,
  /** A field has a value that no push can have, e.g. no contents. */
  INVALID_RECORD,
  /** The broker refused a record that fan-out or join wrote, because it is too large. */
  TOO_LARGE,
  /** A fault of ours. */
  INTERNAL_ERROR
}
