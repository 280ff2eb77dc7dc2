package io.chatpush.fcm.simulator;

import io.chatpush.architecture.ArchitectureContract;

/** The packages of fcm-simulator and the arrows between them. */
final class ArchitectureTest extends ArchitectureContract {}
