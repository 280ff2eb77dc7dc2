package io.chatpush.service;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of service-base and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
