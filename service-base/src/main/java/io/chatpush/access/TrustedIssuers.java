package io.chatpush.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.chatpush.access.AccessProperties.Issuer;
import io.chatpush.settings.InvalidSettingException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies access tokens of the issuers that the settings name, each with its own keys. {@link
 * AccessGrant} says what a token that passes allows, whatever the claims are called in the token.
 *
 * <p>Blocks while keys are fetched. Thread-safe.
 */
public final class TrustedIssuers implements JwtDecoder {

  private final Map<String, JwtDecoder> named;
  private final @Nullable JwtDecoder unnamed;

  private TrustedIssuers(Map<String, JwtDecoder> named, @Nullable JwtDecoder unnamed) {
    this.named = Map.copyOf(named);
    this.unnamed = unnamed;
  }

  /**
   * @throws InvalidSettingException if a key that the settings hold or point to is none
   */
  static TrustedIssuers of(AccessProperties properties) {
    Map<String, JwtDecoder> named = new HashMap<>();
    JwtDecoder unnamed = null;
    for (int i = 0; i < properties.issuers().size(); i++) {
      Issuer issuer = properties.issuers().get(i);
      JwtDecoder decoder = decoder(AccessProperties.at(i), issuer);
      String name = issuer.issuer();
      if (name == null) {
        unnamed = decoder;
      } else {
        named.put(name, decoder);
      }
    }
    return new TrustedIssuers(named, unnamed);
  }

  /** Whether the settings name none. */
  public boolean isEmpty() {
    return named.isEmpty() && unnamed == null;
  }

  /**
   * @throws BadJwtException if the token is not valid
   * @throws JwtException if that cannot be said now
   */
  @Override
  public Jwt decode(String token) {
    JwtDecoder decoder = unnamed == null ? named.get(issuer(token)) : unnamed;
    if (decoder == null) {
      throw new BadJwtException("The token's issuer is not trusted");
    }
    return decoder.decode(token);
  }

  /** What the token says of itself; it only decides whose keys must have signed it. */
  private static String issuer(String token) {
    try {
      return Objects.requireNonNullElse(SignedJWT.parse(token).getJWTClaimsSet().getIssuer(), "");
    } catch (ParseException | RuntimeException e) {
      throw new BadJwtException("The token is malformed");
    }
  }

  private static JwtDecoder decoder(String at, Issuer issuer) {
    DefaultJWTProcessor<SecurityContext> processor = new VerifiedClaims();
    processor.setJWSKeySelector(IssuerKeys.of(at, issuer));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    // The claims are left to Spring's validators.
    processor.setJWTClaimsSetVerifier((_, _) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    decoder.setClaimSetConverter(new ClaimMapping(issuer));
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators(issuer)));
    return decoder;
  }

  private static List<OAuth2TokenValidator<Jwt>> validators(Issuer issuer) {
    List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
    JwtTimestampValidator time = new JwtTimestampValidator(issuer.clockSkew());
    time.setAllowEmptyExpiryClaim(false);
    validators.add(time);
    validators.add(new JwtClaimValidator<String>(JwtClaimNames.SUB, Objects::nonNull));
    String name = issuer.issuer();
    if (name != null) {
      validators.add(new JwtIssuerValidator(name));
    }
    List<String> audiences = issuer.audiences();
    if (audiences != null) {
      validators.add(
          new JwtClaimValidator<Collection<String>>(
              JwtClaimNames.AUD, aud -> aud != null && !Collections.disjoint(aud, audiences)));
    }
    return validators;
  }
}
