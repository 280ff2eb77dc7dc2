package io.chatpush.dispatch.pacing;

/**
 * A Firebase project, to which FCM gives a quota and which fails as a whole.
 *
 * @param id its id; several apps may share a project
 * @param quotaPerMinute messages that FCM takes from it in any 60 s, at least 60
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/throttling-and-quotas">FCM:
 *     600,000 a minute unless more was granted</a>
 */
public record Project(String id, long quotaPerMinute) {

  /** The least that can be spread over a minute. */
  public static final long LEAST_QUOTA = 60;

  public Project {
    if (quotaPerMinute < LEAST_QUOTA) {
      throw new IllegalArgumentException("a quota of " + quotaPerMinute + " a minute");
    }
  }
}
