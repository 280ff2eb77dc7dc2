package io.chatpush.rules;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of event-rules and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
