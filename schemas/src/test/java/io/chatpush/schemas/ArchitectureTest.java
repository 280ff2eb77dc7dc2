package io.chatpush.schemas;

import io.chatpush.architecture.ArchitectureContract;
import java.util.Set;

/** The packages of schemas and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {

  @Override
  protected Set<String> generated() {
    return Set.of("io.chatpush.events");
  }
}
