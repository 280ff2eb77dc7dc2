package io.chatpush.benchmark;

import io.chatpush.architecture.ArchitectureContract;
import java.util.Set;

/** The packages of benchmark and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {

  /** The code that JMH measures is not public. */
  @Override
  protected Set<String> guestIn() {
    return Set.of("io.chatpush.dispatch.join", "io.chatpush.dispatch.window");
  }
}
