package io.chatpush.benchmark.pipeline;

/**
 * What the load process is told to do, a line of JSON each.
 *
 * @param register whether to register all devices and wait until they can be looked up; the rest is
 *     then of no meaning
 * @param run makes the ids of its messages unique
 * @param perSecond pushes to call for
 * @param warmUpMillis how long before it counts
 * @param millis how long it counts
 */
record LoadOrder(boolean register, String run, int perSecond, long warmUpMillis, long millis) {

  static LoadOrder registration() {
    return new LoadOrder(true, "", 0, 0, 0);
  }
}
