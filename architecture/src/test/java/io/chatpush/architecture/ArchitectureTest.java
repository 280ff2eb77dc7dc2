package io.chatpush.architecture;

/** The architecture of this module; the rules are those of {@link ArchitectureContract}. */
final class ArchitectureTest extends ArchitectureContract {}
