package io.chatpush.dispatch.pacing;

import io.chatpush.settings.DurationRange;
import io.chatpush.settings.InvalidSettingException;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of pacing.
 *
 * @param maxInFlight sends that wait for FCM's answer at once, over all projects: {@code
 *     chatpush.fcm.connections} x 100, for more only wait for a stream
 * @param directReserve the part of what is in flight, and of what a quota allows at once, that bulk
 *     pushes never take, so that a direct push does not wait for them
 * @param bulkShare the part of the turns that bulk pushes get where direct ones wait too
 * @param openFor the first pause of a project whose sends fail, no longer than {@code
 *     maximum-open}; FCM wants 10 s at least before a retry
 * @param maximumOpen the longest pause that we choose, no shorter than {@code open-for}; each that
 *     follows a failed probe is twice as long as the one before
 * @param probes sends that must succeed before a pause is over
 * @param ramp how long a project takes from a tenth of its quota back to all of it, at the start
 *     and after a pause; FCM wants 60 s at least
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM: scale</a>
 */
@ConfigurationProperties(value = "chatpush.pacing", ignoreUnknownFields = false)
@Validated
record PacingProperties(
    @DefaultValue("1600") @Min(1) int maxInFlight,
    @DefaultValue("0.2") @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        double directReserve,
    @DefaultValue("0.2") @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        double bulkShare,
    @DefaultValue("10s") @DurationRange(moreThan = "0s") Duration openFor,
    @DefaultValue("1m") @DurationRange(moreThan = "0s") Duration maximumOpen,
    @DefaultValue("5") @Min(1) int probes,
    @DefaultValue("60s") @DurationRange(atLeast = "0s") Duration ramp) {

  PacingProperties {
    if (maximumOpen.compareTo(openFor) < 0) {
      throw new InvalidSettingException(
          "chatpush.pacing.maximum-open", "is " + maximumOpen + ", less than open-for, " + openFor);
    }
  }
}
