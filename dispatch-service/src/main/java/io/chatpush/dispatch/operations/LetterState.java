package io.chatpush.dispatch.operations;

/** Whether a dead letter waits for somebody. */
public enum LetterState {
  /** Nobody has dealt with it. */
  OPEN,
  /** It was put back on its way. */
  REDRIVEN,
  /** Somebody said that nobody wants it any more. */
  DISCARDED
}
