package io.chatpush.dispatch.startup;

/**
 * A part of the way of a push, gone through without any effect outside, so that it is compiled
 * before the first push comes.
 */
public interface Rehearsal {

  /**
   * Goes through it once more; takes some milliseconds when it is warm.
   *
   * @throws Exception if it cannot be rehearsed here; it is then left alone
   */
  void rehearse() throws Exception;

  /** It is over. */
  default void end() {}
}
