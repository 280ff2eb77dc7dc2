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
 * @param announcements events of an announcement, to {@link Population#ANNOUNCED_TO} people each,
 *     that are published as it begins to count
 */
record LoadOrder(
    boolean register,
    String run,
    int perSecond,
    long warmUpMillis,
    long millis,
    int announcements) {

  static LoadOrder registration() {
    return new LoadOrder(true, "", 0, 0, 0, 0);
  }
}
