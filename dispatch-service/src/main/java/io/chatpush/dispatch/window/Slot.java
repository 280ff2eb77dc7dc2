package io.chatpush.dispatch.window;

/** The place of one record in its window. Thread-safe. */
public interface Slot {

  /**
   * Asks whether work on the record may begin; a drain waits for what has begun.
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

  /**
   * Says that nothing of the record is left to do. Saying it twice, or after the partition is gone,
   * changes nothing.
   */
  void complete();
}
