package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.SourceRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * What fan-out and join count.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.fanout.events}</td><td>counter</td><td></td><td>chat events that passed the rules</td></tr>
 *   <tr><td>{@code push.fanout.refused}</td><td>counter</td><td>reason</td><td>chat events sent to the dead letters;
 *   alert on any: a chat system sends what we cannot use</td></tr>
 *   <tr><td>{@code push.fanout.recipients}</td><td>counter</td><td></td><td>recipients of events that passed</td></tr>
 *   <tr><td>{@code push.fanout.suppressed}</td><td>counter</td><td></td><td>listed, but the sender or excluded</td></tr>
 *   <tr><td>{@code push.join.requests}</td><td>counter</td><td></td><td>requests written</td></tr>
 *   <tr><td>{@code push.join.devices}</td><td>counter</td><td></td><td>devices in them: pushes that must end in an
 *   outcome</td></tr>
 *   <tr><td>{@code push.join.addressless}</td><td>counter</td><td></td><td>recipients without a device</td></tr>
 *   <tr><td>{@code push.dead.letters}</td><td>counter</td><td>reason</td><td>with reason UNDECODABLE: commands that
 *   cannot be read; see also delivery</td></tr>
 * </table>
 *
 * Counted per processing: what is redone after a crash counts again.
 */
final class FanOutMeters {

  private final Counter events;
  private final Map<Refusal.Reason, Counter> refused = new EnumMap<>(Refusal.Reason.class);
  private final Counter recipients;
  private final Counter suppressed;
  private final Counter requests;
  private final Counter devices;
  private final Counter addressless;
  private final Counter undecodable;

  FanOutMeters(MeterRegistry registry) {
    events = registry.counter("push.fanout.events");
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      refused.put(reason, registry.counter("push.fanout.refused", "reason", reason.name()));
    }
    recipients = registry.counter("push.fanout.recipients");
    suppressed = registry.counter("push.fanout.suppressed");
    requests = registry.counter("push.join.requests");
    devices = registry.counter("push.join.devices");
    addressless = registry.counter("push.join.addressless");
    undecodable = registry.counter("push.dead.letters", "reason", SourceRecord.UNDECODABLE);
  }

  void fannedOut(int recipientCount, int suppressedCount) {
    suppressed.increment(suppressedCount);
    events.increment();
    recipients.increment(recipientCount);
  }

  void refused(Refusal.Reason reason) {
    Counter counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  void requested(int deviceCount) {
    requests.increment();
    devices.increment(deviceCount);
  }

  void undecodable() {
    undecodable.increment();
  }

  void addressless() {
    addressless.increment();
  }
}
