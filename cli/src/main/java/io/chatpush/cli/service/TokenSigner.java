package io.chatpush.cli.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs access tokens (JSON Web Tokens, RFC 7519, RS256) with a private key whose public key the
 * services trust: {@code chatpush.access.issuers[].public-key-location}. It is the identity
 * provider of the local stack, and of deployments that have no other one. Thread-safe.
 */
public final class TokenSigner {

  /** The claim {@code aud} of tokens unless the operator names another one. */
  public static final String AUDIENCE = "chatpush";

  /** The claim {@code app} of a token for all apps, and for dead letters of no known app. */
  public static final String ALL_APPS = "*";

  /** Long enough for any replay. */
  private static final Duration LIFETIME = Duration.ofHours(12);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER =
      BASE64URL.encodeToString(
          "{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));

  private final PrivateKey key;
  private final @Nullable String issuer;
  private final String audience;
  private final Clock clock;

  /**
   * @param issuer the claim {@code iss}; {@code null} for none
   * @param audience the claim {@code aud}
   */
  public TokenSigner(PrivateKey key, @Nullable String issuer, String audience, Clock clock) {
    this.key = key;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  /**
   * Reads an RSA key in PEM (PKCS #8).
   *
   * @throws CommandException if the file cannot be read or has no such key
   */
  public static PrivateKey readKey(Path file) {
    try {
      String pem = Files.readString(file);
      if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
        throw new CommandException(
            file + " has no private key: it must begin with BEGIN PRIVATE KEY (PKCS #8).");
      }
      return KeyFactory.getInstance("RSA")
          .generatePrivate(
              new PKCS8EncodedKeySpec(
                  Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""))));
    } catch (IOException e) {
      throw new CommandException("Cannot read the private key " + file + ".", e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CommandException(file + " has no usable RSA key.", e);
    }
  }

  /** Returns a token for a user of an app, valid for twelve hours. */
  public String issue(String app, String user) {
    return issue(app, user, "");
  }

  /**
   * Returns a token with scopes, valid for twelve hours.
   *
   * @param app the id of an app, or {@link #ALL_APPS}
   * @param scope what else the user may do, as {@link OperatorScopes}, separated by spaces; empty
   *     for nothing
   */
  public String issue(String app, String user, String scope) {
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    if (issuer != null) {
      claims.put("iss", issuer);
    }
    claims.put("sub", user);
    claims.put("aud", audience);
    claims.put("app", app);
    if (!scope.isEmpty()) {
      claims.put("scope", scope);
    }
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFETIME).getEpochSecond());
    try {
      String signed = HEADER + "." + BASE64URL.encodeToString(JSON.writeValueAsBytes(claims));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64URL.encodeToString(signature.sign());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign an access token", e);
    }
  }
}
