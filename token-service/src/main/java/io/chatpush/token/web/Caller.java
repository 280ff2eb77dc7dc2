package io.chatpush.token.web;

import io.chatpush.token.apps.KnownApps;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.UserId;
import io.chatpush.token.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who asks, and what the access token allows. */
final class Caller {

  /** The claim that names the apps a token is for: one string, or several in an array. */
  private static final String APP_CLAIM = "app";

  private static final String ADMIN = "SCOPE_admin";

  private final JwtAuthenticationToken token;
  private final KnownApps apps;

  Caller(JwtAuthenticationToken token, KnownApps apps) {
    this.token = token;
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
    String subject = token.getToken().getSubject();
    try {
      return new UserId(subject == null ? "" : subject);
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
    if (!isFor(token.getToken(), app)) {
      throw new ProblemException(
          Problem.of(ProblemType.FORBIDDEN, "The token's claim app does not name this app."));
    }
    if (!apps.contains(appId)) {
      throw new ProblemException(
          Problem.of(ProblemType.UNKNOWN_APP, "No app of this deployment has this id."));
    }
    return new Path(appId, userId, deviceId);
  }

  /**
   * As {@link #path}, for operators of the app.
   *
   * @throws ProblemException also if the caller is none
   */
  Path operatorPath(String app, @Nullable String user, @Nullable String device) {
    if (token.getAuthorities().stream().noneMatch(a -> ADMIN.equals(a.getAuthority()))) {
      throw new ProblemException(
          Problem.of(ProblemType.FORBIDDEN, "The access token's claim scope must contain admin."));
    }
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

  private static boolean isFor(Jwt token, String app) {
    return switch (token.getClaims().get(APP_CLAIM)) {
      case String one -> one.equals(app);
      case List<?> several -> several.contains(app);
      case null, default -> false;
    };
  }
}
