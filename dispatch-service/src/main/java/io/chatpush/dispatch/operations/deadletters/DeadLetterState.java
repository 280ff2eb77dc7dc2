package io.chatpush.dispatch.operations.deadletters;

/** Whether a dead letter still needs an operator. */
enum DeadLetterState {
  /** No operator has dealt with it. */
  OPEN,
  /** It was written back to the pipeline. */
  REDRIVEN,
  /** An operator decided that it is not to be sent. */
  DISCARDED
}
