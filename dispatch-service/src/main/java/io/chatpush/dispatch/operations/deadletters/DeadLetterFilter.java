package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is {@code null} does not matter.
 *
 * @param kind pushes or chat events
 * @param app of the push, or of the event if that can be read
 * @param code FCM's last error code, of pushes
 * @param reason why they lie there
 * @param user the recipient, of pushes
 * @param since given up at that time or later
 * @param until given up before
 * @param onlyApps the apps whose letters may be seen or dealt with; {@code null} for all apps and
 *     for letters whose app cannot be read
 */
record DeadLetterFilter(
    DeadLetterKind kind,
    @Nullable String app,
    @Nullable String code,
    @Nullable String reason,
    @Nullable String user,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Set<String> onlyApps) {

  /** All of a kind. */
  static DeadLetterFilter all(DeadLetterKind kind) {
    return new DeadLetterFilter(kind, null, null, null, null, null, null, null);
  }

  /** The apps that it may select; {@code null} for all, and for letters of none. */
  @Nullable Set<String> apps() {
    return app == null ? onlyApps : Set.of(app);
  }

  boolean matches(DeadLetterEntry letter) {
    Instant failedAt = letter.failedAt();
    return isOfAllowedApp(letter)
        && (app == null || Objects.equals(app, letter.appId()))
        && (code == null || Objects.equals(code, letter.errorCode()))
        && (reason == null || reason.equals(letter.reason()))
        && (user == null || Objects.equals(user, letter.userId()))
        && (since == null || !failedAt.isBefore(since))
        && (until == null || failedAt.isBefore(until));
  }

  private boolean isOfAllowedApp(DeadLetterEntry letter) {
    String appId = letter.appId();
    return onlyApps == null || (appId != null && onlyApps.contains(appId));
  }

  /** Whether nobody can say now if a letter matches, because the registry does not answer. */
  boolean isUndecided(DeadLetterEntry letter) {
    return letter.schemaUnavailable()
        && (app != null
            || onlyApps != null
            || code != null
            || user != null
            || (kind == DeadLetterKind.PUSHES && reason != null));
  }

  /**
   * From when on records may match. A push is written when it is given up; an event keeps the time
   * it came with, however late it was refused, so no time says where to begin.
   */
  @Nullable Instant readFrom() {
    return kind == DeadLetterKind.PUSHES ? since : null;
  }
}
