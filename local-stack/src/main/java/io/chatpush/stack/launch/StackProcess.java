package io.chatpush.stack.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One process of the stack.
 *
 * @param name as people type it
 * @param ports what it listens on, each under the option that moves it
 * @param command how it is started
 * @param readiness whether it works
 * @param log where its output goes
 */
record StackProcess(
    String name, Map<String, Integer> ports, Command command, Readiness readiness, Path log) {

  /** Prepares what the process needs on disk and says how it is run. */
  @FunctionalInterface
  interface Command {
    ProcessBuilder prepare() throws IOException;
  }
}
