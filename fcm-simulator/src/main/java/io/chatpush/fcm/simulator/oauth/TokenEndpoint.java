package io.chatpush.fcm.simulator.oauth;

import io.chatpush.fcm.simulator.http.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Google's token endpoint for service accounts: RFC 7523 as
 * developers.google.com/identity/protocols/oauth2/service-account describes it. Safe for use by
 * several threads.
 */
public final class TokenEndpoint {

  /** Where Google answers, or once did; official SDKs use all three. */
  public static final Set<String> PATHS = Set.of("/token", "/o/oauth2/token", "/oauth2/v4/token");

  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Set<String> GOOGLE_AUDIENCES =
      Set.of(
          "https://oauth2.googleapis.com/token",
          "https://accounts.google.com/o/oauth2/token",
          "https://www.googleapis.com/oauth2/v4/token");

  /** An hour, and the clock skew that Google allows for. */
  private static final long MAX_LIFETIME_SECONDS = 3600;

  private static final long SKEW_SECONDS = 300;

  private final ServiceAccounts accounts;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final LongAdder issued = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile @Nullable Outage outage;

  public TokenEndpoint(ServiceAccounts accounts, AccessTokens tokens, InstantSource clock) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * A failure to play instead of answering.
   *
   * @param error an OAuth2 error code such as {@code invalid_grant} for status 400, otherwise
   *     {@code internal_failure}
   */
  public record Outage(int status, String error) {}

  /** Fails every exchange from now on; null ends that. */
  public void outage(@Nullable Outage failure) {
    outage = failure;
  }

  public @Nullable Outage outage() {
    return outage;
  }

  public long issued() {
    return issued.sum();
  }

  public long refused() {
    return refused.sum();
  }

  /** Answers one exchange. */
  public Reply exchange(String form) {
    Reply reply = decide(form);
    (reply.status() == 200 ? issued : refused).increment();
    return reply;
  }

  private Reply decide(String form) {
    Outage failure = outage;
    if (failure != null) {
      return error(failure.status, failure.error, "The simulator was told to fail.");
    }
    Map<String, String> fields = fields(form);
    String grantType = fields.getOrDefault("grant_type", "");
    if (!grantType.equals(JWT_BEARER)) {
      return grantType.isEmpty()
          ? error(400, "invalid_request", "Required parameter is missing: grant_type")
          : error(400, "unsupported_grant_type", "Invalid grant_type: " + grantType);
    }
    Assertion assertion = Assertion.read(fields.getOrDefault("assertion", ""));
    if (assertion == null) {
      return error(400, "invalid_grant", "Bad Request");
    }
    return decide(assertion);
  }

  private Reply decide(Assertion assertion) {
    if (!assertion.header().getOrDefault("alg", "").equals("RS256")) {
      return error(400, "invalid_grant", "Invalid JWT: alg must be RS256.");
    }
    String issuer = assertion.claim("iss");
    if (issuer.isEmpty()) {
      return error(400, "invalid_grant", "Invalid JWT: Failed audience check.");
    }
    long now = clock.instant().getEpochSecond();
    long issuedAt = assertion.seconds("iat");
    long expires = assertion.seconds("exp");
    if (issuedAt < 0
        || expires < 0
        || expires - issuedAt > MAX_LIFETIME_SECONDS
        || issuedAt > now + SKEW_SECONDS
        || expires < now - SKEW_SECONDS) {
      return error(
          400,
          "invalid_grant",
          "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
              + " timeframe. Check your iat and exp values in the JWT claim.");
    }
    if (!isOurs(assertion.claim("aud"))) {
      return error(400, "invalid_grant", "Invalid JWT: Failed audience check.");
    }
    if (assertion.claim("scope").isBlank()) {
      return error(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }
    String project = ServiceAccounts.project(issuer);
    if (project != null && !accounts.signed(assertion.signed(), assertion.signature().bytes())) {
      return error(400, "invalid_grant", "Invalid JWT Signature.");
    }
    // Of anybody else's service account the public key is not known: what it says is believed.
    String token = tokens.issue(project == null ? "" : project);
    // Google says one second less than the hour it grants.
    long expiresIn = Math.max(1, tokens.lifetime().toSeconds() - 1);
    return Reply.json(
            200,
            "{\"access_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                .formatted(token, expiresIn))
        .with("cache-control", "no-cache, no-store, max-age=0, must-revalidate");
  }

  /** Google's own addresses, or the token endpoint under whatever name the simulator goes by. */
  private static boolean isOurs(String audience) {
    return GOOGLE_AUDIENCES.contains(audience)
        || audience.matches("https?://[^/]+(/token|/o/oauth2/token|/oauth2/v4/token)");
  }

  private static Reply error(int status, String code, String description) {
    return Reply.json(
        status,
        "{\"error\":\"%s\",\"error_description\":\"%s\"}"
            .formatted(code, description.replaceAll("[\"\\\\\\p{Cntrl}]", " ")));
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          fields.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          // A broken escape: the field counts as missing.
        }
      }
    }
    return fields;
  }
}
