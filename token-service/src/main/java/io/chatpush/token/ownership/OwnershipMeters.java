package io.chatpush.token.ownership;

import io.chatpush.events.DeviceOwner;
import io.chatpush.token.ownership.OwnershipChange.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this package.
 *
 * <ul>
 *   <li>{@code push.ownership.events{result}}, counter: device-token events read. {@code result} is
 *       {@code owned} (registered by its user), {@code moved} (registered by another user with the
 *       same address), {@code same_id} (registered by another user without the address of the
 *       device that has this id: both stay), {@code alternated} (registered with the address before
 *       its present one: two phones have one id), {@code seen} (registered as it stands), {@code
 *       reclaimed} (its address was registered elsewhere, but by itself again since), {@code
 *       removed} (by its owner or an operator), {@code retired} (its address is dead, or has been
 *       called invalid often enough), {@code refused} (FCM called its address invalid, and it stays
 *       for now), {@code displaced} (its address is another device's), {@code evicted} (its owner
 *       has too many), {@code unseen} (not heard of for too long), {@code not_the_owner}, {@code
 *       other_address}, {@code other_registration}, {@code impossible}, {@code unknown_type} (these
 *       five changed nothing), {@code misplaced} (not under its device's key) or {@code
 *       undecodable}.
 *   <li>{@code push.tokens.owned}, gauge: devices that have an owner in the partitions of this
 *       instance, as RocksDB estimates it; not a number while the stream is not running.
 *   <li>{@code push.tokens.churn{change}}, counter: devices that came or changed. {@code change} is
 *       {@code added}, {@code address} (its user has registered another address), {@code moved}
 *       (its address is another user's now) or {@code ended}. Over all instances, added less ended
 *       is by how much {@code push.tokens.owned} changes.
 *   <li>{@code push.tokens.stale}, gauge: of these, devices not heard of for longer than {@code
 *       chatpush.ownership.stale-after}, as counted within the last two hours or so.
 * </ul>
 *
 * <ul>
 *   <li>{@code push.ownership.unusable{what}}, counter: what the stream passed over elsewhere.
 *       {@code what} is {@code claim} (a record of the internal topic that no stage of ours writes
 *       so), {@code row} (a record of {@code push.user-devices} whose key is not that of a device),
 *       {@code state} (an entry of a store that cannot be read; it counts each time it is met),
 *       {@code output} (a record that can never be written) or {@code failed} (a record, also of
 *       the events, for which a processor failed by a fault of this program).
 * </ul>
 *
 * <p>The results add up to the events read, and {@code unseen}, which no event causes; one that is
 * read again after a crash counts again, and one that failed is among {@code unusable} instead.
 * Alert on any {@code misplaced}, {@code undecodable} and {@code unusable}: another system writes a
 * topic that it should not write, or not in this form, or the program has a fault.
 */
final class OwnershipMeters {

  /** What the stream passes over, apart from events. */
  enum Unusable {
    /** A record of the internal topic. */
    CLAIM,
    /** A record of {@code push.user-devices}. */
    ROW,
    /** An entry of a store. */
    STATE,
    /** A record that was to be written. */
    OUTPUT,
    /** A record for which a processor failed. */
    FAILED
  }

  private static final String MISPLACED = "misplaced";
  private static final String UNDECODABLE = "undecodable";
  private static final String ADDED = "added";
  private static final String ADDRESS = "address";
  private static final String MOVED = "moved";
  private static final String ENDED = "ended";

  private final MeterRegistry registry;
  private final Map<TaskId, Long> stale = new ConcurrentHashMap<>();

  OwnershipMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Result result : Result.values()) {
      var _ = counter(name(result));
    }
    for (String change : List.of(ADDED, ADDRESS, MOVED, ENDED)) {
      var _ = churn(change);
    }
    var _ = counter(MISPLACED);
    var _ = counter(UNDECODABLE);
    for (Unusable what : Unusable.values()) {
      var _ = unusableCounter(what);
    }
    var _ =
        Gauge.builder("push.tokens.stale", stale, OwnershipMeters::sum)
            .description("Devices of this instance's partitions not heard of for long")
            .register(registry);
  }

  void decided(Result result) {
    counter(name(result)).increment();
  }

  /**
   * Counts what an event changed.
   *
   * @param before the registration of the event's user; {@code null} if there was none
   * @param after the same from now on
   * @param ended how many registrations of other users ended
   */
  void changed(@Nullable DeviceOwner before, @Nullable DeviceOwner after, int ended) {
    int endedAlone = ended;
    if (before == null && after != null) {
      churn(ended > 0 ? MOVED : ADDED).increment();
      endedAlone = Math.max(0, ended - 1);
    } else if (before != null && after == null) {
      endedAlone++;
    } else if (before != null
        && after != null
        && !before.getAddressKey().equals(after.getAddressKey())) {
      churn(ADDRESS).increment();
    }
    churn(ENDED).increment(endedAlone);
  }

  void misplaced() {
    counter(MISPLACED).increment();
  }

  void undecodable() {
    counter(UNDECODABLE).increment();
  }

  void unusable(Unusable what) {
    unusableCounter(what).increment();
  }

  /** So many of a task's devices are stale. */
  void stale(TaskId task, long devices) {
    stale.put(task, devices);
  }

  /** The task is another instance's from now on. */
  void forget(TaskId task) {
    stale.remove(task);
  }

  private static double sum(Map<TaskId, Long> stale) {
    return stale.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String name(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  private Counter unusableCounter(Unusable what) {
    return Counter.builder("push.ownership.unusable")
        .description("What the stream passed over, apart from events")
        .tag("what", what.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter churn(String change) {
    return Counter.builder("push.tokens.churn")
        .description("Devices that came or changed")
        .tag("change", change)
        .register(registry);
  }

  private Counter counter(String result) {
    return Counter.builder("push.ownership.events")
        .description("Device-token events read, by what they did")
        .tag("result", result)
        .register(registry);
  }
}
