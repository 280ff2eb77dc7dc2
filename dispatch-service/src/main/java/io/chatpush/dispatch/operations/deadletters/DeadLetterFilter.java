package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters; a field that is {@code null} selects all.
 *
 * @param kind pushes or chat events
 * @param app of the push, or of the event if it can be decoded
 * @param code FCM's last error code, of pushes
 * @param reason of the dead letter, as a code
 * @param user the recipient, of pushes
 * @param since given up at that time or later
 * @param until given up before
 * @param onlyApps the apps that the operator is authorized for; {@code null} for all apps and for
 *     dead letters whose app cannot be decoded
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

  /** Selects all of a kind. */
  static DeadLetterFilter all(DeadLetterKind kind) {
    return new DeadLetterFilter(kind, null, null, null, null, null, null, null);
  }

  /**
   * Returns the apps that it may select; {@code null} for all, and for dead letters without one.
   */
  @Nullable Set<String> apps() {
    return app == null ? onlyApps : Set.of(app);
  }

  boolean matches(DeadLetterEntry entry) {
    Instant failedAt = entry.failedAt();
    return isOfAllowedApp(entry)
        && (app == null || Objects.equals(app, entry.appId()))
        && (code == null || Objects.equals(code, entry.errorCode()))
        && (reason == null || reason.equals(entry.reason()))
        && (user == null || Objects.equals(user, entry.userId()))
        && (since == null || !failedAt.isBefore(since))
        && (until == null || failedAt.isBefore(until));
  }

  private boolean isOfAllowedApp(DeadLetterEntry entry) {
    String appId = entry.appId();
    return onlyApps == null || (appId != null && onlyApps.contains(appId));
  }

  /**
   * Returns whether it is unknown if a dead letter matches, because the registry does not answer.
   */
  boolean isUndecided(DeadLetterEntry entry) {
    return entry.schemaUnavailable()
        && (app != null
            || onlyApps != null
            || code != null
            || user != null
            || (kind == DeadLetterKind.PUSHES && reason != null));
  }

  /**
   * Returns the time from which on records may match. A push is written when it is given up; an
   * event keeps its own timestamp, however late it was refused, so no time says where to begin.
   */
  @Nullable Instant readFrom() {
    return kind == DeadLetterKind.PUSHES ? since : null;
  }
}
