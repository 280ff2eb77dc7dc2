package io.chatpush.stack.launch;

/**
 * How the processes of a stack are started. A stack keeps its shape until all of it is stopped.
 *
 * @param leastRights whether the broker asks for a login, and each service has one with the rights
 *     of its roles only
 * @param optimized whether the JVMs compile what runs often with the optimizing compiler (C2), as
 *     they do in production. That takes half the CPU of a start and pays off only under a load that
 *     lasts
 */
public record StackShape(boolean leastRights, boolean optimized) {

  /** Without logins, and quick to start. */
  public static final StackShape PLAIN = new StackShape(false, false);
}
