package io.chatpush.client;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of client-java and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
