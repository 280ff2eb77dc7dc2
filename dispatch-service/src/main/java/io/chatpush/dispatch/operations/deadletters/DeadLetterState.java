package io.chatpush.dispatch.operations.deadletters;

/** Whether a dead letter waits for somebody. */
enum DeadLetterState {
  /** Nobody has dealt with it. */
  OPEN,
  /** It was put back on its way. */
  REDRIVEN,
  /** Somebody said that nobody wants it any more. */
  DISCARDED
}
