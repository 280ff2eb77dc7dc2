package io.chatpush.token.web;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.token.apps.KnownApps;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who asks, and what the access token allows. */
final class Caller {

  private final AccessGrant grant;
  private final KnownApps apps;

  Caller(JwtAuthenticationToken token, KnownApps apps) {
    this.grant = AccessGrant.of(token.getToken());
    this.apps = apps;
  }

  /**
   * The ids of a path, read.
   *
   * @param user of the path; {@code null} where it names none
   * @param device of the path; {@code null} where it names none
   */
  record Path(AppId app, @Nullable UserId user, @Nullable DeviceId device) {

    DeviceId requireDevice() {
      if (device == null) {
        throw new IllegalStateException("the path names a device");
      }
      return device;
    }

    UserId requireUser() {
      if (user == null) {
        throw new IllegalStateException("the path names a user");
      }
      return user;
    }
  }

  /**
   * The user the token is of.
   *
   * @throws ProblemException if its subject is none
   */
  UserId user() {
    try {
      return new UserId(grant.user());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              ProblemType.FORBIDDEN,
              "The token's claim sub is not a user: it " + e.getMessage() + "."));
    }
  }

  /**
   * Checks the path, then the token, then that the app exists; in this order nobody learns which
   * apps there are without a token for them.
   *
   * @throws ProblemException saying what is wrong
   */
  Path path(String app, @Nullable String user, @Nullable String device) {
    List<FieldError> errors = new ArrayList<>();
    AppId appId = id(app, "app", AppId::new, errors);
    UserId userId = user == null ? null : id(user, "user", UserId::new, errors);
    DeviceId deviceId = device == null ? null : id(device, "device", DeviceId::new, errors);
    if (appId == null || !errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    grant.requireApp(app);
    if (!apps.contains(appId)) {
      throw new ProblemException(
          Problem.of(ProblemType.UNKNOWN_APP, "No app of this deployment has this id."));
    }
    return new Path(appId, userId, deviceId);
  }

  /**
   * As {@link #path}, for operators of the app.
   *
   * @throws ProblemException also if the token lacks the scope
   */
  Path operatorPath(Scope scope, String app, @Nullable String user, @Nullable String device) {
    grant.require(scope);
    return path(app, user, device);
  }

  private static <T> @Nullable T id(
      String value, String field, Function<String, T> id, List<FieldError> errors) {
    try {
      return id.apply(value);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(field, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
