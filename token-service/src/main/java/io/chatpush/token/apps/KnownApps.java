package io.chatpush.token.apps;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.events.Platform;
import io.chatpush.token.device.AppId;

/** The apps of this deployment, as their settings are now. Thread-safe. */
public final class KnownApps {

  private final Apps.Source apps;

  KnownApps(Apps.Source apps) {
    this.apps = apps;
  }

  /** Returns whether devices may register for the app. */
  public boolean contains(AppId app) {
    return apps.now().of(app.value()) != null;
  }

  /**
   * Returns whether web pages of an origin may register browsers for an app.
   *
   * @param app its id, which need not be that of a known app
   * @param origin as a browser sends it: scheme, host in lower case, and port if it is not the
   *     default
   */
  public boolean allowsOrigin(String app, String origin) {
    App settings = apps.now().of(app);
    return settings != null
        && settings.origins().stream().anyMatch(allowed -> allowed.equalsIgnoreCase(origin));
  }

  /** Returns whether devices of the platform may register for the app, which is known. */
  public boolean allows(AppId app, Platform platform) {
    App settings = apps.now().of(app.value());
    return settings != null && settings.platforms().contains(platform);
  }
}
