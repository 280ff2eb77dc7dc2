package io.chatpush.dispatch.fanout;

import io.chatpush.events.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What fan-out counts.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code push.fanout.events}</td><td>counter</td><td></td><td>chat events that passed the rules</td></tr>
 *   <tr><td>{@code push.fanout.refused}</td><td>counter</td><td>reason</td><td>chat events sent to the dead letters;
 *   alert on any: a chat system sends what we cannot use</td></tr>
 *   <tr><td>{@code push.fanout.postponed}</td><td>counter</td><td></td><td>chat events of a type or audience that this
 *   version does not know; each counts again whenever it is read, once a minute until it expires. Expected while an
 *   update is rolled out; alert on 30 minutes of it</td></tr>
 *   <tr><td>{@code push.fanout.recipients}</td><td>counter</td><td></td><td>recipients of events that passed, those
 *   over a limit included</td></tr>
 *   <tr><td>{@code push.fanout.suppressed}</td><td>counter</td><td></td><td>listed, but the sender, excluded,
 *   or not told because the app is over its limit</td></tr>
 *   <tr><td>{@code push.fanout.limited}</td><td>counter</td><td>app, result</td><td>recipients of events that were over
 *   the limit of their app: held (told later) or suppressed (not told, outcome SUPPRESSED with APP_LIMIT); alert on
 *   those suppressed</td></tr>
 * </table>
 *
 * Counted per processing: what is redone after a crash counts again.
 */
final class FanOutMeters {

  private final Counter events;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
  private final Counter postponed;
  private final Counter recipients;
  private final Counter suppressed;
  private final Map<String, Counter> held = new ConcurrentHashMap<>();
  private final Map<String, Counter> overLimit = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  /**
   * @param apps the ids of the apps that are configured now; others may follow
   */
  FanOutMeters(MeterRegistry registry, Collection<String> apps) {
    this.registry = registry;
    apps.forEach(app -> {
      var _ = held(app);
      var _ = overLimit(app);
    });
    events = registry.counter("push.fanout.events");
    for (Reason reason : Refusal.REASONS) {
      refused.put(reason, registry.counter("push.fanout.refused", "reason", reason.name()));
    }
    postponed = registry.counter("push.fanout.postponed");
    recipients = registry.counter("push.fanout.recipients");
    suppressed = registry.counter("push.fanout.suppressed");
  }

  private Counter held(String app) {
    return held.computeIfAbsent(app, id -> limited(id, "held"));
  }

  private Counter overLimit(String app) {
    return overLimit.computeIfAbsent(app, id -> limited(id, "suppressed"));
  }

  private Counter limited(String app, String result) {
    return registry.counter("push.fanout.limited", "app", app, "result", result);
  }

  /**
   * Counts the recipients of an event by the limit of its app.
   *
   * @param app the id of a configured app: a closed set
   */
  void limited(String app, Admission admission, int recipientCount) {
    switch (admission) {
      case Admission.Now _ -> {}
      case Admission.Later _ -> held(app).increment(recipientCount);
      case Admission.Never _ -> overLimit(app).increment(recipientCount);
    }
  }

  void fannedOut(int recipientCount, int suppressedCount) {
    suppressed.increment(suppressedCount);
    events.increment();
    recipients.increment(recipientCount);
  }

  void postponed() {
    postponed.increment();
  }

  void refused(Reason reason) {
    Counter counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
