package io.chatpush.dispatch.delivery;

/**
 * What delivery did with the pushes it took, counted since the start of this instance. What it took
 * is still {@link #open}, or was handed back, deferred, or has its outcome in the ledger.
 *
 * <p>Thread-safe. The figures move one after the other: whoever reads {@link #taken} first, then
 * {@link #open}, and the rest behind, may count a push twice, and never misses one.
 */
public interface DeliverySums {

  /** Pushes of the requests taken from Kafka, those recognised as repeated excepted. */
  long taken();

  /** Pushes of the requests that stand in a window and are not done. */
  long open();

  /** Pushes of requests whose partition went before they were done: somebody else takes them. */
  long handedBack();

  /**
   * Pushes that left delivery without an outcome: those that Kafka acknowledged in a retry topic,
   * which are taken again as new ones, and those abandoned after an internal error.
   */
  long deferred();
}
