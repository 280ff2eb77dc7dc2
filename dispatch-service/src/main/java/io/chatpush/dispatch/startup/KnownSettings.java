package io.chatpush.dispatch.startup;

import io.chatpush.settings.SettingsGroup;
import io.chatpush.settings.UnknownSettings;
import org.springframework.core.env.ConfigurableEnvironment;

/** All settings of the service and of its command, which may be in one file. */
public final class KnownSettings {

  /** The package {@code fcm} binds them itself, because the id of an app may have any character. */
  private static final String APPS = "chatpush.apps";

  private KnownSettings() {}

  /** Returns the check that there are no other settings. */
  public static UnknownSettings check(ConfigurableEnvironment environment) {
    return new UnknownSettings(
        environment,
        SettingsGroup.in(
            "io.chatpush.dispatch",
            "io.chatpush.access",
            "io.chatpush.apps",
            "io.chatpush.http",
            "io.chatpush.lag",
            "io.chatpush.supervision"),
        APPS);
  }
}
