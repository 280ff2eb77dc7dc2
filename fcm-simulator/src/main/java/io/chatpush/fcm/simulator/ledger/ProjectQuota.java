package io.chatpush.fcm.simulator.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a project may send in any 60 seconds, by whole seconds. As FCM counts: what is
 * refused for the quota does not use it up. Safe for use by several threads.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/throttling-and-quotas">FCM:
 *     quotas</a>
 */
public final class ProjectQuota {

  private final InstantSource clock;
  private final Map<String, RequestWindow> taken = new ConcurrentHashMap<>();
  private volatile long perMinute = Long.MAX_VALUE;

  /** Without a limit. */
  public ProjectQuota(InstantSource clock) {
    this.clock = clock;
  }

  /** Limits every project from now on; what it sent in the last minute under a limit counts. */
  public void perMinute(long messages) {
    if (messages < 1) {
      throw new IllegalArgumentException("a quota is at least 1");
    }
    perMinute = messages;
  }

  /** Ends the limit and forgets what was taken of it. */
  public void end() {
    perMinute = Long.MAX_VALUE;
    taken.clear();
  }

  /**
   * Takes one message from the quota of a project.
   *
   * @return null if there was one left, else how long until there is
   */
  public @Nullable Duration take(String project) {
    long limit = perMinute;
    if (limit == Long.MAX_VALUE) {
      return null;
    }
    long wait =
        taken
            .computeIfAbsent(project, _ -> new RequestWindow())
            .addWithin(limit, clock.millis() / 1000);
    return wait == 0 ? null : Duration.ofSeconds(wait);
  }
}
