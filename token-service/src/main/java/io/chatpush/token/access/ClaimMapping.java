package io.chatpush.token.access;

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
 * Puts the claims of an issuer where those who decide look for them: {@code sub} is the user,
 * {@code app} the ids of the apps, {@code scope} the scopes. What the token itself has there does
 * not shine through; a claim that has no value, or one of another type, is missing afterwards.
 */
final class ClaimMapping implements Converter<Map<String, Object>, Map<String, Object>> {

  private static final String APP = "app";
  private static final String SCOPE = "scope";

  /** The other name that scopes go by. */
  private static final String SCP = "scp";

  private final Converter<Map<String, Object>, Map<String, Object>> types =
      MappedJwtClaimSetConverter.withDefaults(Map.of());

  private final ClaimPath user;
  private final ClaimPath app;
  private final List<ClaimPath> scopes;
  private final Map<String, String> apps;

  ClaimMapping(AccessProperties.Issuer issuer) {
    user = new ClaimPath(issuer.userClaim());
    app = new ClaimPath(issuer.appClaim());
    String scope = issuer.scopeClaim();
    scopes =
        scope == null
            ? List.of(new ClaimPath(SCOPE), new ClaimPath(SCP))
            : List.of(new ClaimPath(scope));
    apps = Map.copyOf(issuer.apps());
  }

  @Override
  public Map<String, Object> convert(Map<String, Object> claims) {
    Map<String, Object> mapped = types.convert(claims);
    put(mapped, JwtClaimNames.SUB, user.in(claims) instanceof String name ? name : null);
    put(mapped, APP, appIds(app.in(claims)));
    put(mapped, SCOPE, scopes(claims));
    mapped.remove(SCP);
    return mapped;
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
