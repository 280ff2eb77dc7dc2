package io.chatpush.dispatch.push;

import java.util.Map;

/**
 * The limits of all apps of this installation.
 *
 * @param byApp the limit of every app that is configured, by its id; {@link AppLimit#NONE} for an
 *     app without one
 */
public record AppLimits(Map<String, AppLimit> byApp) {

  public AppLimits {
    byApp = Map.copyOf(byApp);
  }
}
