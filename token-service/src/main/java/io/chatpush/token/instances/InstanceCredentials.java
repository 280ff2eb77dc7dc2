package io.chatpush.token.instances;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.access.AccessGrant;
import io.chatpush.access.SharedSecrets;
import io.chatpush.settings.InvalidSettingException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Signs and verifies the credential with which one instance asks another on behalf of a caller that
 * it has authenticated. It is good for one method and one path with its query, for 30 seconds, and
 * for instances only: no route takes it as an access token, and the caller's own access token stays
 * where it came to. A JSON Web Token with HS256; method and path are claims as in RFC 9449, the
 * caller's user, apps and authorities are claims of their own. Immutable and thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4.2">RFC 9449, section 4.2</a>
 */
public final class InstanceCredentials {

  private static final String SETTING = "chatpush.instances.secret-location";
  private static final String AUDIENCE = "chatpush-token-service-instance";
  private static final JOSEObjectType TYPE = new JOSEObjectType("chatpush-instance+jwt");
  private static final String METHOD = "htm";
  private static final String PATH = "htu";
  private static final String CALLER = "caller";
  private static final String AUTHORITIES = "authorities";

  /** An instance waits for the other for ten seconds. */
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  /** How far the clocks of two instances may be apart; NTP keeps them within one. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private final @Nullable SharedSecrets secrets;
  private final Clock clock;

  private InstanceCredentials(@Nullable SharedSecrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Reads the secrets, and reads them again whenever the file has changed.
   *
   * @param file one secret a line; {@code null} for none
   * @throws InvalidSettingException if the file cannot be read, is empty or has a secret that is
   *     too short
   */
  public static InstanceCredentials read(@Nullable Path file, Clock clock) {
    return new InstanceCredentials(file == null ? null : SharedSecrets.read(SETTING, file), clock);
  }

  /** Whether there is a secret, so that instances can ask each other. */
  public boolean exist() {
    return secrets != null;
  }

  /**
   * A credential for one request to another instance.
   *
   * @param caller for whom it is asked
   * @param pathAndQuery as it is sent, encoded
   * @throws IllegalStateException if there is no secret
   */
  public String issue(JwtAuthenticationToken caller, String method, String pathAndQuery) {
    if (secrets == null) {
      throw new IllegalStateException("without a secret nothing can be signed");
    }
    Map<String, Object> claims = new HashMap<>();
    // Other claims of the caller stay where they came to.
    for (String name : AccessGrant.CLAIMS) {
      Object value = caller.getToken().getClaims().get(name);
      if (value != null) {
        claims.put(name, value);
      }
    }
    Instant now = clock.instant();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build(),
            new JWTClaimsSet.Builder()
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim(METHOD, method)
                .claim(PATH, pathAndQuery)
                .claim(CALLER, claims)
                .claim(
                    AUTHORITIES,
                    caller.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList())
                .build());
    try {
      token.sign(new MACSigner(secrets.get().getFirst()));
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
    return token.serialize();
  }

  /** The caller for whom another instance asks, or nothing where that is not proven. */
  public Optional<JwtAuthenticationToken> verify(
      String credential, String method, String pathAndQuery) {
    try {
      SignedJWT token = SignedJWT.parse(credential);
      if (!isSigned(token)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      return isFor(claims, method, pathAndQuery) ? Optional.of(caller(claims)) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isSigned(SignedJWT token) throws JOSEException {
    if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
        || !TYPE.equals(token.getHeader().getType())) {
      return false;
    }
    if (secrets == null) {
      return false;
    }
    for (SecretKey secret : secrets.get()) {
      if (token.verify(new MACVerifier(secret))) {
        return true;
      }
    }
    return false;
  }

  private boolean isFor(JWTClaimsSet claims, String method, String pathAndQuery)
      throws ParseException {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    Instant now = clock.instant();
    return claims.getAudience().contains(AUDIENCE)
        && issued != null
        && expires != null
        && !now.isBefore(issued.toInstant().minus(SKEW))
        && !now.isAfter(expires.toInstant().plus(SKEW))
        && method.equals(claims.getStringClaim(METHOD))
        && pathAndQuery.equals(claims.getStringClaim(PATH));
  }

  private static JwtAuthenticationToken caller(JWTClaimsSet claims) throws ParseException {
    Map<String, Object> callers = claims.getJSONObjectClaim(CALLER);
    List<String> authorities = claims.getStringListClaim(AUTHORITIES);
    if (callers == null || authorities == null) {
      throw new ParseException("no caller", 0);
    }
    Jwt token =
        Jwt.withTokenValue("of an instance")
            .header("typ", TYPE.getType())
            .claims(all -> all.putAll(callers))
            .issuedAt(claims.getIssueTime().toInstant())
            .build();
    return new JwtAuthenticationToken(
        token, AuthorityUtils.createAuthorityList(authorities.toArray(String[]::new)));
  }
}
