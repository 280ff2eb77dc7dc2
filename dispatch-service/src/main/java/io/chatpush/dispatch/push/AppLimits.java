package io.chatpush.dispatch.push;

import io.chatpush.apps.App;

/** Says what an app may cause. Thread-safe. */
@FunctionalInterface
public interface AppLimits {

  /** Returns the limit of an app; {@link AppLimit#NONE} for an app without one. */
  AppLimit of(App app);
}
