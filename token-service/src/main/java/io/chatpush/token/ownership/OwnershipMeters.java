package io.chatpush.token.ownership;

import io.chatpush.token.ownership.Ownership.Ended;
import io.chatpush.token.ownership.Ownership.Moved;
import io.chatpush.token.ownership.Ownership.Owned;
import io.chatpush.token.ownership.Ownership.Unchanged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The meters of this room.
 *
 * <ul>
 *   <li>{@code push.ownership.events{result}}, counter: device-token events read. {@code result} is
 *       {@code owned} (registered or refreshed by its owner), {@code moved} (registered by another
 *       user), {@code removed} (by its owner), {@code retired} (its address is dead), {@code
 *       not_the_owner}, {@code other_address}, {@code impossible}, {@code unknown_type} (these four
 *       changed nothing), {@code misplaced} (not under its device's key) or {@code undecodable}.
 *   <li>{@code push.tokens.owned}, gauge: devices that have an owner in the partitions of this
 *       instance, as RocksDB estimates it; not a number while the stream is not running.
 * </ul>
 *
 * <p>The results add up to the events read; one that is read again after a crash counts again.
 * Alert on any {@code misplaced} and {@code undecodable}: somebody writes the topic who should not,
 * or not so.
 */
final class OwnershipMeters {

  /** Counts where nobody looks. */
  static final OwnershipMeters UNSEEN = new OwnershipMeters(new SimpleMeterRegistry());

  private enum Result {
    OWNED,
    MOVED,
    REMOVED,
    RETIRED,
    NOT_THE_OWNER,
    OTHER_ADDRESS,
    IMPOSSIBLE,
    UNKNOWN_TYPE,
    MISPLACED,
    UNDECODABLE
  }

  private final Map<Result, Counter> events = new EnumMap<>(Result.class);

  OwnershipMeters(MeterRegistry registry) {
    for (Result result : Result.values()) {
      events.put(
          result,
          Counter.builder("push.ownership.events")
              .description("Device-token events read, by what they did")
              .tag("result", result.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  void decided(Ownership ownership) {
    count(
        switch (ownership) {
          case Owned _ -> Result.OWNED;
          case Moved _ -> Result.MOVED;
          case Ended(var _, var reason) ->
              switch (reason) {
                case REMOVED -> Result.REMOVED;
                case RETIRED -> Result.RETIRED;
              };
          case Unchanged(var reason) ->
              switch (reason) {
                case NOT_THE_OWNER -> Result.NOT_THE_OWNER;
                case OTHER_ADDRESS -> Result.OTHER_ADDRESS;
                case IMPOSSIBLE -> Result.IMPOSSIBLE;
                case UNKNOWN_TYPE -> Result.UNKNOWN_TYPE;
              };
        });
  }

  void misplaced() {
    count(Result.MISPLACED);
  }

  void undecodable() {
    count(Result.UNDECODABLE);
  }

  private void count(Result result) {
    Counter counter = events.get(result);
    if (counter != null) {
      counter.increment();
    }
  }
}
