package io.chatpush.dispatch.fanout;

import io.chatpush.apps.App;
import io.chatpush.dispatch.fanout.Admission.Later;
import io.chatpush.dispatch.fanout.Admission.Never;
import io.chatpush.dispatch.fanout.Admission.Now;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.dispatch.push.AppLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the limits of the apps, by this instance's part of them: its part of the partitions of
 * {@code chat.messages}. So all instances together have one limit, and none needs to ask another.
 *
 * <p>What an app has used is known in memory only. After a restart, and with a partition that has
 * moved, and with a limit that was changed, an app begins with a full bucket: it may have one burst
 * more, by the part that has moved. What was held back before keeps its times, so that for as long
 * as {@code hold} the app may have up to twice its limit. An event that is read again after a crash
 * may be decided otherwise than the first time; its pushes have the same ids.
 *
 * <p>Thread-safe.
 */
final class AppShares {

  private static final Admission NOW = new Now();
  private static final Admission NEVER = new Never();

  /** No app's hold is longer, and a {@code long} has room for its nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** An app as its settings were when its limit was looked up last. */
  private record Limited(App app, AppLimit limit, @Nullable Shaper shaper) {}

  private final AppLimits limits;
  private final Map<String, Limited> limited = new ConcurrentHashMap<>();
  private final IntSupplier partitions;
  private final LongSupplier nanoTime;
  private final AtomicInteger ours = new AtomicInteger();

  /**
   * @param partitions how many partitions {@code chat.messages} has now
   * @param nanoTime a clock that does not jump
   */
  AppShares(AppLimits limits, IntSupplier partitions, LongSupplier nanoTime) {
    this.limits = limits;
    this.partitions = partitions;
    this.nanoTime = nanoTime;
  }

  /** A partition of {@code chat.messages} is this instance's from now on. */
  void gained() {
    ours.incrementAndGet();
  }

  /** A partition is no longer this instance's. */
  void lost() {
    ours.decrementAndGet();
  }

  /**
   * Counts an event against the limit of its app.
   *
   * @param bytes of the event as Kafka keeps it
   * @param longest after this wait its pushes would have expired
   */
  @SuppressWarnings("ReferenceEquality") // Settings are the same object until they change.
  Admission admit(App app, int recipients, long bytes, Duration longest) {
    Limited known = limited.get(app.id());
    Shaper shaper = known != null && known.app() == app ? known.shaper() : limited(app).shaper();
    if (shaper == null) {
      return NOW;
    }
    long wait = shaper.admit(recipients, bytes, share(), nanos(longest), nanoTime.getAsLong());
    return wait == 0 ? NOW : wait == Shaper.NEVER ? NEVER : new Later(Duration.ofNanos(wait));
  }

  /** An app whose settings change keeps its bucket, unless its limit changes. */
  private Limited limited(App app) {
    AppLimit limit = limits.of(app);
    return Objects.requireNonNull(
        limited.compute(
            app.id(),
            (_, known) -> {
              if (known != null && known.limit().equals(limit)) {
                return new Limited(app, limit, known.shaper());
              }
              return new Limited(
                  app, limit, limit.isNone() ? null : new Shaper(limit, nanoTime.getAsLong()));
            }));
  }

  /** An event that is being read is in one of our partitions, whatever a rebalance does now. */
  private double share() {
    return Math.clamp((double) ours.get() / partitions.getAsInt(), 1.0 / partitions.getAsInt(), 1);
  }

  private static long nanos(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : wait.isNegative() ? 0 : wait.toNanos();
  }
}
