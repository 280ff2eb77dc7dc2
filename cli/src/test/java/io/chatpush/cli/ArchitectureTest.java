package io.chatpush.cli;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of cli and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
