package io.chatpush.dispatch.startup;

import io.chatpush.settings.Room;
import io.chatpush.settings.UnknownSettings;
import org.springframework.core.env.ConfigurableEnvironment;

/** The settings of the service and of its command, which may be in one file. */
public final class SettingsOfRooms {

  /** The room that has FCM binds them by hand, for the ids of apps may have any character. */
  private static final String APPS = "chatpush.apps";

  private SettingsOfRooms() {}

  /** The check that there are no others. */
  public static UnknownSettings check(ConfigurableEnvironment environment) {
    return new UnknownSettings(
        environment,
        Room.in(
            "io.chatpush.dispatch",
            "io.chatpush.access",
            "io.chatpush.http",
            "io.chatpush.lag",
            "io.chatpush.supervision"),
        APPS);
  }
}
