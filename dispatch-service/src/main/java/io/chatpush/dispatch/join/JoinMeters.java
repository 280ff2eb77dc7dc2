package io.chatpush.dispatch.join;

import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the join counts, beside {@link DeadLetterMeters}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.join.requests}</td><td>counter</td><td></td><td>requests written</td></tr>
 *   <tr><td>{@code push.join.devices}</td><td>counter</td><td></td><td>devices in them: pushes that must end in an
 *   outcome</td></tr>
 *   <tr><td>{@code push.join.addressless}</td><td>counter</td><td></td><td>recipients without a device</td></tr>
 *   <tr><td>{@code push.join.ignored}</td><td>counter</td><td>reason</td><td>devices that got no push because their
 *   record cannot be used: undecodable, invalid (its key, ids or address); alert on any</td></tr>
 *   <tr><td>{@code push.join.parked}</td><td>counter</td><td></td><td>devices whose push was put into a retry topic
 *   because the registry did not answer for the schema of their record</td></tr>
 * </table>
 *
 * Counted per processing: what is redone after a crash counts again.
 */
final class JoinMeters {

  private final Counter requests;
  private final Counter devices;
  private final Counter addressless;
  private final Counter undecodableDevices;
  private final Counter invalidDevices;
  private final Counter parked;

  JoinMeters(MeterRegistry registry) {
    requests = registry.counter("push.join.requests");
    devices = registry.counter("push.join.devices");
    addressless = registry.counter("push.join.addressless");
    undecodableDevices = registry.counter("push.join.ignored", "reason", "undecodable");
    invalidDevices = registry.counter("push.join.ignored", "reason", "invalid");
    parked = registry.counter("push.join.parked");
  }

  void requested(int deviceCount) {
    requests.increment();
    devices.increment(deviceCount);
  }

  void undecodableDevice() {
    undecodableDevices.increment();
  }

  void invalidDevice() {
    invalidDevices.increment();
  }

  void parked(int deviceCount) {
    parked.increment(deviceCount);
  }

  void addressless() {
    addressless.increment();
  }
}
