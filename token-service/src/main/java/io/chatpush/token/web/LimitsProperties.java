package io.chatpush.token.web;

import io.chatpush.settings.InvalidSettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a user may ask for.
 *
 * @param requestsPerMinute how often a user may register, remove or test devices through one
 *     instance; as many at once
 */
@ConfigurationProperties(prefix = "chatpush.limits", ignoreUnknownFields = false)
record LimitsProperties(@DefaultValue("30") int requestsPerMinute) {

  private static final int MOST = 60_000;

  LimitsProperties {
    if (requestsPerMinute < 1 || requestsPerMinute > MOST) {
      throw new InvalidSettingException(
          "chatpush.limits.requests-per-minute is %d, but must be 1 to %d."
              .formatted(requestsPerMinute, MOST));
    }
  }
}
