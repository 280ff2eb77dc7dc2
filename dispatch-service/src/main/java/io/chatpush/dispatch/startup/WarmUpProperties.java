package io.chatpush.dispatch.startup;

import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the warm-up.
 *
 * @param duration how much later the service is ready for having rehearsed; zero for none
 */
@ConfigurationProperties(value = "chatpush.warm-up", ignoreUnknownFields = false)
record WarmUpProperties(@DefaultValue("3s") Duration duration) {

  WarmUpProperties {
    if (duration.isNegative() || duration.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new InvalidSettingException(
          "chatpush.warm-up.duration", "is " + duration + ", it must be zero to one minute");
    }
  }
}
