package io.chatpush.dispatch.lanes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the clients of both lanes count.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.registry.waits}</td><td>counter</td><td></td><td>times that a partition was held because the
 *   registry did not answer for the schema of its next record; it grows while one is held</td></tr>
 * </table>
 */
final class LaneMeters {

  private final Counter registryWaits;

  LaneMeters(MeterRegistry registry) {
    registryWaits = registry.counter("push.registry.waits");
  }

  void registryWait() {
    registryWaits.increment();
  }
}
