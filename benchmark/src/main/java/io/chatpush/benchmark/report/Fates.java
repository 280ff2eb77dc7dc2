package io.chatpush.benchmark.report;

/**
 * How the sends of a whole run ended, as the sender reported it.
 *
 * @param accepted FCM answered with 200
 * @param unprocessed the sender says that FCM surely did not look at them: they can be sent again
 * @param unknown ended without success in any other way: FCM may have taken them
 * @param open not ended, although all time limits had passed
 */
public record Fates(long accepted, long unprocessed, long unknown, long open) {

  /** All sends that were begun. */
  public long begun() {
    return accepted + unprocessed + unknown + open;
  }
}
