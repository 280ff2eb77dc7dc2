package io.chatpush.token.apps;

import io.chatpush.token.device.AppId;
import java.util.Set;

/**
 * The apps of this deployment.
 *
 * @param ids at least one
 */
public record KnownApps(Set<AppId> ids) {

  /** Whether devices may register for {@code app}. */
  public boolean contains(AppId app) {
    return ids.contains(app);
  }
}
