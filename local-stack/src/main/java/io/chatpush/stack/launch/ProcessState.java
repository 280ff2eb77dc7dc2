package io.chatpush.stack.launch;

/** How a process of the stack stands. */
sealed interface ProcessState {

  /** It was not started, or was stopped. */
  record Stopped() implements ProcessState {}

  /**
   * It was started and is gone: it crashed or was killed.
   *
   * @param pid it had
   */
  record Dead(long pid) implements ProcessState {}

  /**
   * It runs.
   *
   * @param handle of it
   * @param record by which it was found
   */
  record Running(ProcessHandle handle, RunRecord record) implements ProcessState {}
}
