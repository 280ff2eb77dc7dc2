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

/**
 * Whose device of which app a request is about, once it is known that the token allows it.
 *
 * @param app an app of this deployment
 * @param user the token's subject
 * @param device of the path
 */
record DevicePath(AppId app, UserId user, DeviceId device) {

  /** The claim that names the apps a token is for: one string, or several in an array. */
  private static final String APP_CLAIM = "app";

  /**
   * Checks the path, then the token, then that the app exists; in this order nobody learns which
   * apps there are without a token for them.
   *
   * @throws ProblemException saying what is wrong
   */
  static DevicePath of(String app, String device, Jwt token, KnownApps apps) {
    List<FieldError> errors = new ArrayList<>();
    AppId appId = id(app, "app", AppId::new, errors);
    DeviceId deviceId = id(device, "device", DeviceId::new, errors);
    if (appId == null || deviceId == null) {
      throw new ProblemException(Problem.invalid(errors));
    }
    UserId user = user(token);
    if (!allows(token, app)) {
      throw new ProblemException(
          Problem.of(ProblemType.FORBIDDEN, "The token's claim app does not name this app."));
    }
    if (!apps.contains(appId)) {
      throw new ProblemException(
          Problem.of(ProblemType.UNKNOWN_APP, "No app of this deployment has this id."));
    }
    return new DevicePath(appId, user, deviceId);
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

  private static UserId user(Jwt token) {
    String subject = token.getSubject();
    try {
      return new UserId(subject == null ? "" : subject);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              ProblemType.FORBIDDEN,
              "The token's claim sub is not a user: it " + e.getMessage() + "."));
    }
  }

  private static boolean allows(Jwt token, String app) {
    return switch (token.getClaims().get(APP_CLAIM)) {
      case String one -> one.equals(app);
      case List<?> several -> several.contains(app);
      case null, default -> false;
    };
  }
}
