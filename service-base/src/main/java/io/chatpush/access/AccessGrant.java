package io.chatpush.access;

import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;

/**
 * What a verified access token allows. Reads the claims as {@link ClaimMapping} has left them; a
 * claim of any other type allows nothing. Immutable.
 */
public final class AccessGrant {

  /** The claims that {@link #of} reads: what a token must have to be passed on. */
  public static final List<String> CLAIMS =
      List.of(JwtClaimNames.SUB, ClaimMapping.APP, ClaimMapping.SCOPE, ClaimMapping.ALL_APPS);

  private final String user;
  private final Set<String> scopes;
  private final Set<String> apps;
  private final boolean allApps;

  private AccessGrant(String user, Set<String> scopes, Set<String> apps, boolean allApps) {
    this.user = user;
    this.scopes = scopes;
    this.apps = apps;
    this.allApps = allApps;
  }

  /** What {@code token}, which {@link TrustedIssuers} has verified, allows. */
  public static AccessGrant of(Jwt token) {
    Map<String, Object> claims = token.getClaims();
    return new AccessGrant(
        Objects.requireNonNullElse(token.getSubject(), ""),
        strings(
            claims.get(ClaimMapping.SCOPE) instanceof String separated
                ? List.of(separated.split(" ", -1))
                : claims.get(ClaimMapping.SCOPE)),
        strings(claims.get(ClaimMapping.APP)),
        Boolean.TRUE.equals(claims.get(ClaimMapping.ALL_APPS)));
  }

  /** The user; empty if the claim is. */
  public String user() {
    return user;
  }

  /**
   * Requires a scope.
   *
   * @throws ProblemException with status 403 if the token lacks the scope, which the response
   *     names, or names no user: what operators do is recorded with their name
   */
  public void require(Scope scope) {
    if (user.isBlank()) {
      throw new ProblemException(
          Problem.of(ProblemType.FORBIDDEN, "The access token names no user."));
    }
    if (!scopes.contains(scope.value())) {
      throw new ProblemException(
          Problem.of(
              ProblemType.FORBIDDEN,
              "The access token's claim scope must contain " + scope.value() + "."),
          Map.of(
              HttpHeaders.WWW_AUTHENTICATE,
              "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope.value())));
    }
  }

  /** Whether the token is for that app; {@code null}, an app that is not known, for all apps. */
  public boolean isFor(@Nullable String app) {
    return allApps || (app != null && apps.contains(app));
  }

  /**
   * Requires that the token is for an app.
   *
   * @param app {@code null} if it is not known
   * @throws ProblemException with status 403 if the token is not for that app
   */
  public void requireApp(@Nullable String app) {
    if (!isFor(app)) {
      throw new ProblemException(
          Problem.of(
              ProblemType.FORBIDDEN,
              app == null
                  ? "The app is not known here: the token must be for all apps."
                  : "The token's claim app does not name this app."));
    }
  }

  /**
   * The only apps whose data a request without an app may see; {@code null} if the token is for all
   * apps.
   *
   * @throws ProblemException with status 403 if the token is for no app
   */
  public @Nullable Set<String> onlyApps() {
    if (allApps) {
      return null;
    }
    if (apps.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemType.FORBIDDEN, "The token's claim app names no app."));
    }
    return apps;
  }

  private static Set<String> strings(@Nullable Object values) {
    return switch (values) {
      case String one -> Set.of(one);
      case Collection<?> several ->
          several.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .collect(Collectors.toUnmodifiableSet());
      case null, default -> Set.of();
    };
  }
}
