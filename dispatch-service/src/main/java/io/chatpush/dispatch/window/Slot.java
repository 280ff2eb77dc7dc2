package io.chatpush.dispatch.window;

/** The place of one record in its window. Thread-safe. */
public interface Slot {

  /**
   * Asks whether work on the record may begin, or go on; a drain waits for what has begun. May be
   * asked again by every part of the work.
   *
   * @return false if it must not: the partition is being taken away, and whoever gets it will do
   *     the work
   */
  boolean begin();

  /**
   * Says how much the record stands for, e.g. how many pushes; it counts for nothing before. Said
   * at most once, before the slot begins.
   */
  void weigh(int weight);

  /** Whether {@link #begin} would say no: nothing is to be done about the record here any more. */
  boolean isGone();

  /**
   * Says that nothing of the record is left to do. Saying it twice, or after the partition is gone,
   * changes nothing.
   */
  void complete();
}
