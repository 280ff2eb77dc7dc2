package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.function.BooleanSupplier;

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

  /**
   * Says that the record waits on purpose for that time from now on, for example until a retry is
   * due. Until then it does not count as work that makes no progress.
   */
  void rest(Duration time);

  /**
   * Says that the record waits for a reason that is no fault, such as a quota, whenever this is
   * true. Then it does not count as work that makes no progress.
   *
   * @param reason is asked now and then, by any thread, and must not block
   */
  void restWhile(BooleanSupplier reason);

  /** Whether {@link #begin} would say no: nothing is to be done about the record here any more. */
  boolean isGone();

  /**
   * Says that nothing of the record is left to do. Saying it twice, or after the partition is gone,
   * changes nothing.
   */
  void complete();
}
