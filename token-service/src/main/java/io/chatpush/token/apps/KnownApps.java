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

  /** Returns whether devices of the platform may register for the app, which is known. */
  public boolean allows(AppId app, Platform platform) {
    App settings = apps.now().of(app.value());
    return settings != null && settings.platforms().contains(platform);
  }
}
