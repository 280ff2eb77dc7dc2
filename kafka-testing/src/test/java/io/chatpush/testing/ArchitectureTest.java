package io.chatpush.testing;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of kafka-testing and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
