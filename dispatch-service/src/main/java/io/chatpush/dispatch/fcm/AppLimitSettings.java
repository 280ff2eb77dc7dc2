package io.chatpush.dispatch.fcm;

import io.chatpush.apps.App;
import io.chatpush.dispatch.push.AppLimit;
import io.chatpush.settings.DataSizeRange;
import io.chatpush.settings.DurationRange;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

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
@Validated
record AppLimitSettings(
    @DefaultValue("0") @Min(value = 0, message = AppLimitSettings.NO_RATE) int eventsPerSecond,
    @DefaultValue("0") @Min(value = 0, message = AppLimitSettings.NO_RATE) int recipientsPerSecond,
    @DefaultValue("0B") @DataSizeRange(atLeast = "0B", message = AppLimitSettings.NO_RATE)
        DataSize bytesPerSecond,
    @DefaultValue("10s") @DurationRange(moreThan = "0s", atMost = "1h") Duration burst,
    @DefaultValue("15m") @DurationRange(atLeast = "0s", atMost = "1d") Duration hold) {

  /** What is wrong with a rate that is negative. */
  static final String NO_RATE = "it must be at least 1, or 0 for no limit";

  /**
   * Returns the limit of an app.
   *
   * @param own the app's own rates, which go before those for all apps
   */
  AppLimit limit(App.Limits own) {
    Integer events = own.eventsPerSecond();
    Integer recipients = own.recipientsPerSecond();
    DataSize bytes = own.bytesPerSecond();
    return new AppLimit(
        events == null ? eventsPerSecond : events,
        recipients == null ? recipientsPerSecond : recipients,
        (bytes == null ? bytesPerSecond : bytes).toBytes(),
        burst,
        hold);
  }
}
