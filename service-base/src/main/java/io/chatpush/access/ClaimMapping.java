package io.chatpush.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;

/**
 * Maps the claims of an issuer to those that {@link AccessGrant} reads: {@code sub} is the user,
 * {@code app} the ids of the apps, {@code scope} the scopes, {@link #ALL_APPS} whether the token is
 * for all apps. The token's own claims of these names never take effect; a claim that has no value,
 * or a value of another type, is missing afterwards.
 *
 * <p>A user may be an integer, because many systems number their users: 42 is the user {@code 42}.
 */
final class ClaimMapping implements Converter<Map<String, Object>, Map<String, Object>> {

  /** Mapped: the ids of the apps, a string or a list of strings. */
  static final String APP = "app";

  /** Mapped: the scopes, a string separated by spaces or a list of strings. */
  static final String SCOPE = "scope";

  /** Mapped: true if the token is for all apps. */
  static final String ALL_APPS = "chatpush:all-apps";

  /** What a token's app claim says for all apps; never the id of an app. */
  private static final String ANY_APP = "*";

  /** The other name that scopes go by. */
  private static final String SCP = "scp";

  private final Converter<Map<String, Object>, Map<String, Object>> types =
      MappedJwtClaimSetConverter.withDefaults(Map.of());

  private final ClaimPath user;
  private final ClaimPath app;
  private final List<ClaimPath> scopes;
  private final Map<String, String> apps;
  private final boolean allApps;

  ClaimMapping(AccessProperties.Issuer issuer) {
    user = new ClaimPath(issuer.userClaim());
    app = new ClaimPath(issuer.appClaim());
    allApps = issuer.allApps();
    String scope = issuer.scopeClaim();
    scopes =
        scope == null
            ? List.of(new ClaimPath(SCOPE), new ClaimPath(SCP))
            : List.of(new ClaimPath(scope));
    apps = Map.copyOf(issuer.apps());
  }

  /**
   * @throws UnusableClaimException if the user is neither a string nor an integer
   */
  @Override
  public Map<String, Object> convert(Map<String, Object> claims) {
    Map<String, Object> mapped = types.convert(claims);
    put(mapped, JwtClaimNames.SUB, userName(claims));
    put(mapped, APP, appIds(app.in(claims)));
    put(mapped, ALL_APPS, (allApps && namesAnyApp(app.in(claims))) ? true : null);
    put(mapped, SCOPE, scopes(claims));
    mapped.remove(SCP);
    return mapped;
  }

  /** Numbers of JSON are {@code Long} here if they are integers of 64 bits, else {@code Double}. */
  private @Nullable String userName(Map<String, Object> claims) {
    return switch (user.in(claims)) {
      case null -> null;
      case String name -> name;
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case Number _ ->
          throw new UnusableClaimException(
              "The access token's claim %s is a number with a fraction or of more than 64 bits: the issuer must write the user as a string or an integer."
                  .formatted(user.path()));
      default ->
          throw new UnusableClaimException(
              "The access token's claim %s is neither a string nor an integer: it cannot be a user."
                  .formatted(user.path()));
    };
  }

  private static boolean namesAnyApp(@Nullable Object named) {
    return ANY_APP.equals(named)
        || (named instanceof Collection<?> several && several.contains(ANY_APP));
  }

  private @Nullable Object appIds(@Nullable Object named) {
    return switch (named) {
      case String one -> appId(one);
      case Collection<?> several ->
          strings(several).map(this::appId).filter(Objects::nonNull).toList();
      case null, default -> null;
    };
  }

  private @Nullable String appId(String name) {
    if (name.isBlank() || name.equals(ANY_APP)) {
      return null;
    }
    return apps.isEmpty() ? name : apps.get(name);
  }

  private @Nullable Object scopes(Map<String, Object> claims) {
    Object value =
        scopes.stream()
            .map(path -> path.in(claims))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return switch (value) {
      case String separated -> separated;
      case Collection<?> several -> strings(several).toList();
      case null, default -> null;
    };
  }

  private static Stream<String> strings(Collection<?> values) {
    return values.stream().filter(String.class::isInstance).map(String.class::cast);
  }

  private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
    if (value == null) {
      claims.remove(name);
    } else {
      claims.put(name, value);
    }
  }
}
