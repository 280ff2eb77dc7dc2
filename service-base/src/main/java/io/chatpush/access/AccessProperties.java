package io.chatpush.access;

import io.chatpush.settings.DurationRange;
import io.chatpush.settings.InvalidSettingException;
import jakarta.validation.Valid;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of authorization.
 *
 * @param issuers whose access tokens are accepted; without any, token-service does not start and
 *     dispatch-service answers no operator
 */
@ConfigurationProperties(prefix = "chatpush.access", ignoreUnknownFields = false)
@Validated
record AccessProperties(@DefaultValue List<@Valid Issuer> issuers) {

  AccessProperties {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < issuers.size(); i++) {
      String at = at(i);
      Issuer issuer = issuers.get(i);
      issuer.check(at);
      String name = issuer.issuer();
      if (name == null && issuers.size() > 1) {
        throw new InvalidSettingException(
            at + ".issuer is not set: where there are several issuers, iss tells them apart.");
      }
      if (name != null && !names.add(name)) {
        throw new InvalidSettingException(
            at + ".issuer is that of another entry: an issuer has one entry.");
      }
    }
    issuers = List.copyOf(issuers);
  }

  /** The full name of the settings of an issuer. */
  static String at(int index) {
    return "chatpush.access.issuers[" + index + "]";
  }

  /**
   * An issuer of access tokens. Exactly one of {@code discovery}, {@code jwkSetUri}, {@code
   * publicKeyLocation}, {@code secret} and {@code secretLocation} says how they are verified.
   *
   * @param issuer what the claim {@code iss} of its tokens must be; required where there are
   *     several issuers, anything will do without
   * @param discovery whether the issuer is an address that says in OpenID Connect's way where its
   *     keys are
   * @param jwkSetUri address of the issuer's keys, with http or https
   * @param publicKeyLocation path of its RSA key in PEM, that begins with BEGIN PUBLIC KEY; read
   *     again when the file changes
   * @param secret shared with it, for HMAC: at least 32 bytes, as text or as {@code base64:} and
   *     its bytes
   * @param secretLocation path of a file with such secrets, one a line: a secret; read again when
   *     the file changes
   * @param audiences one of these must be in the claim {@code aud}; without the setting, a token
   *     that the issuer made for another service is accepted too
   * @param clockSkew how wrong its clock and ours may be
   * @param userClaim the claim that is the user, a string or an integer; {@code a.b} is the member
   *     {@code b} of the object {@code a}
   * @param appClaim the claim that names the apps, one or an array
   * @param allApps whether a token whose app claim is {@code *} is for all apps, and for dead
   *     letters whose app cannot be read; without, it is for none
   * @param scopeClaim the claim with the scopes; without, {@code scope} or else {@code scp}
   * @param apps app ids by what the token calls them, as {@code apps.NAME=ID}; if there are any,
   *     what is not among them is no app
   */
  record Issuer(
      @Nullable String issuer,
      @DefaultValue("false") boolean discovery,
      @Nullable URI jwkSetUri,
      @Nullable Path publicKeyLocation,
      @Nullable Secret secret,
      @Nullable Path secretLocation,
      @Nullable List<String> audiences,
      @DefaultValue("60s") @DurationRange(atLeast = "0s", atMost = "5m") Duration clockSkew,
      @DefaultValue("sub") String userClaim,
      @DefaultValue("app") String appClaim,
      @DefaultValue("false") boolean allApps,
      @Nullable String scopeClaim,
      @DefaultValue Map<String, String> apps) {

    private static final String WAYS =
        ".discovery, .jwk-set-uri, .public-key-location, .secret or .secret-location.";

    /**
     * @param at the full name of these settings
     * @throws InvalidSettingException about the first that is wrong
     */
    private void check(String at) {
      if (issuer != null && issuer.isBlank()) {
        throw new InvalidSettingException(at + ".issuer is empty.");
      }
      long ways =
          Stream.of(discovery ? this : null, jwkSetUri, publicKeyLocation, secret, secretLocation)
              .filter(way -> way != null)
              .count();
      if (ways != 1) {
        throw new InvalidSettingException(
            ways == 0
                ? at + " does not say how its tokens are verified: set one of " + WAYS
                : at + " says in several ways how its tokens are verified: keep one of " + WAYS);
      }
      if (discovery && !isWebAddress(issuer)) {
        throw new InvalidSettingException(
            at + ".discovery needs .issuer to be an address with http or https.");
      }
      if (jwkSetUri != null && !isWebAddress(jwkSetUri.toString())) {
        throw new InvalidSettingException(
            at + ".jwk-set-uri must be an address with http or https, without a user.");
      }
      if (audiences != null
          && (audiences.isEmpty() || audiences.stream().anyMatch(String::isBlank))) {
        throw new InvalidSettingException(
            at + ".audiences has an empty one: without the setting any audience will do.");
      }
      checkClaim(at + ".user-claim", userClaim);
      checkClaim(at + ".app-claim", appClaim);
      if (scopeClaim != null) {
        checkClaim(at + ".scope-claim", scopeClaim);
      }
      apps.forEach((name, app) -> checkApp(at + ".apps[" + name + "]", app));
    }

    private static boolean isWebAddress(@Nullable String text) {
      if (text == null || !text.matches("https?:.*")) {
        return false;
      }
      try {
        URI address = URI.create(text);
        return address.getHost() != null && address.getUserInfo() == null;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static void checkClaim(String setting, String path) {
      try {
        var _ = new ClaimPath(path);
      } catch (IllegalArgumentException e) {
        throw new InvalidSettingException(setting + " " + e.getMessage() + ".");
      }
    }

    private static void checkApp(String setting, String app) {
      if (app.isBlank() || app.codePoints().anyMatch(Character::isISOControl)) {
        throw new InvalidSettingException(
            setting
                + " is an app id that "
                + (app.isBlank() ? "must not be empty." : "must not contain control characters."));
      }
    }
  }
}
