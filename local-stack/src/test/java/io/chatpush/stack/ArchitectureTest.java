package io.chatpush.stack;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of local-stack and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
