package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What each app may cause in the whole deployment, so that no app crowds out another. The three
 * rates are for every app that has no rate of its own below {@code chatpush.apps.<app-id>.limits};
 * {@code 0} is no limit. The instances share a limit by their partitions of {@code chat.messages}.
 *
 * @param eventsPerSecond chat events of an app that lead to pushes
 * @param recipientsPerSecond recipients of these events, the sender and those excluded not counted
 * @param bytesPerSecond bytes of these events as Kafka keeps them
 * @param burst what an app has not used of its limits for this long it may use at once
 * @param hold the longest that a push over the limit is held back. One that would have to wait for
 *     longer, or until it has expired, ends at once as SUPPRESSED with the reason APP_LIMIT: so no
 *     app has more than this time's worth of pushes in the retry topics. No more than a day, for
 *     these topics keep a record for two
 */
@ConfigurationProperties(value = "chatpush.app-limits", ignoreUnknownFields = false)
record AppLimitSettings(
    @DefaultValue("0") int eventsPerSecond,
    @DefaultValue("0") int recipientsPerSecond,
    @DefaultValue("0B") DataSize bytesPerSecond,
    @DefaultValue("10s") Duration burst,
    @DefaultValue("15m") Duration hold) {

  private static final String PREFIX = "chatpush.app-limits.";
  private static final Duration LONGEST_BURST = Duration.ofHours(1);
  private static final Duration LONGEST_HOLD = Duration.ofDays(1);

  AppLimitSettings {
    rate(PREFIX + "events-per-second", eventsPerSecond);
    rate(PREFIX + "recipients-per-second", recipientsPerSecond);
    rate(PREFIX + "bytes-per-second", bytesPerSecond.toBytes());
    check("burst", burst, burst.isPositive() && burst.compareTo(LONGEST_BURST) <= 0, "longer than");
    check("hold", hold, !hold.isNegative() && hold.compareTo(LONGEST_HOLD) <= 0, "at least");
  }

  /**
   * Returns the limit of an app.
   *
   * @param prefix of the app's own limits, for the sentence about one that is invalid
   * @param own the app's own rates, which go before those for all apps
   */
  AppLimit limit(String prefix, AppSettings.@Nullable Limits own) {
    if (own == null) {
      return new AppLimit(
          eventsPerSecond, recipientsPerSecond, bytesPerSecond.toBytes(), burst, hold);
    }
    DataSize bytes = own.bytesPerSecond();
    return new AppLimit(
        rate(prefix + ".events-per-second", own.eventsPerSecond(), eventsPerSecond),
        rate(prefix + ".recipients-per-second", own.recipientsPerSecond(), recipientsPerSecond),
        rate(prefix + ".bytes-per-second", (bytes == null ? bytesPerSecond : bytes).toBytes()),
        burst,
        hold);
  }

  private static long rate(String setting, @Nullable Integer own, int ofAll) {
    return rate(setting, own == null ? ofAll : own);
  }

  private static long rate(String setting, long value) {
    if (value < 0) {
      throw new InvalidSettingException(
          setting, "is " + value + ", it must be at least 1, or 0 for no limit");
    }
    return value;
  }

  private static void check(String name, Duration value, boolean holds, String bound) {
    if (!holds) {
      throw new InvalidSettingException(
          PREFIX + name,
          "is %s, it must be %s zero and at most %s"
              .formatted(value, bound, name.equals("hold") ? LONGEST_HOLD : LONGEST_BURST));
    }
  }
}
