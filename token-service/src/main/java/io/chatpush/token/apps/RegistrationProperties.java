package io.chatpush.token.apps;

import io.chatpush.settings.InvalidSettingException;
import io.chatpush.token.device.AppId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of who may register.
 *
 * @param apps ids of the apps whose devices may register, beside those of the app files; at least
 *     one where there are no app files
 */
@ConfigurationProperties(prefix = "chatpush.registration", ignoreUnknownFields = false)
@Validated
record RegistrationProperties(@Nullable List<String> apps) {

  Set<AppId> appIds() {
    if (apps == null) {
      return Set.of();
    }
    return apps.stream().map(RegistrationProperties::appId).collect(Collectors.toUnmodifiableSet());
  }

  private static AppId appId(String id) {
    try {
      return new AppId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          "chatpush.registration.apps names an app id that " + e.getMessage() + ".");
    }
  }
}
