package io.chatpush.stack.launch;

/** One process as {@code status} shows it. */
record ProcessStatus(StackProcess process, ProcessState state, boolean ready) {}
