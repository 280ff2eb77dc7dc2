package io.chatpush.supervision;

/** What the {@link Supervisor} concludes about a part. */
enum PartState {
  /** The service has not started the part yet, or has stopped it. */
  NOT_RUNNING,
  /** The part works, or has not been stuck for long enough to count as broken. */
  WORKING,
  /** The part is broken and is being restarted. */
  HEALING,
  /** The part is broken for a cause that no restart removes. */
  BLOCKED,
  /** The part is broken and restarting it did not help: the process should be restarted. */
  FAILED
}
