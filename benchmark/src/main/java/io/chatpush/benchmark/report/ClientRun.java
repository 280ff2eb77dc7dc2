package io.chatpush.benchmark.report;

/**
 * One run of an HTTP/2 client against the simulator.
 *
 * @param measurement rate, latency and CPU of the window
 * @param allocated bytes of heap that the client's process allocated for each push of the window
 * @param goAways whether the simulator ended each connection by GOAWAY once it was a second old
 * @param fates what the client reported of all its sends
 * @param seen what the simulator counted meanwhile
 */
public record ClientRun(
    Measurement measurement, double allocated, boolean goAways, Fates fates, Seen seen) {

  /**
   * What the simulator counted.
   *
   * @param received pushes taken
   * @param duplicates of those, pushes that had been taken before
   * @param connections open at the end of the window
   * @param goAways sent
   * @param refusedStreams streams beyond SETTINGS_MAX_CONCURRENT_STREAMS of their connection
   */
  public record Seen(
      long received, long duplicates, long connections, long goAways, long refusedStreams) {}

  /**
   * Pushes about which the client's report is wrong: the simulator took them, and the client did
   * not report them as accepted or possibly taken; or the reverse.
   */
  public long misreported() {
    long mayBeTaken = fates.accepted() + fates.unknown() + fates.open();
    return Math.max(0, seen.received() - mayBeTaken)
        + Math.max(0, fates.accepted() - seen.received());
  }
}
