package io.chatpush.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signature of a token and returns its claims as the issuer wrote them. The library
 * makes a string of a {@code sub} that is a number, also of 4.2 or 1e30, and then one user could
 * pass as another.
 *
 * <p>Thread-safe once configured.
 */
final class VerifiedClaims extends DefaultJWTProcessor<SecurityContext> {

  @Override
  public JWTClaimsSet process(SignedJWT token, @Nullable SecurityContext context)
      throws BadJOSEException, JOSEException {
    JWTClaimsSet claims = super.process(token, context);
    if (claims.getExpirationTime() == null) {
      throw new UnusableClaimException("The access token has no claim exp: it must expire.");
    }
    Map<String, Object> written = token.getPayload().toJSONObject();
    return new JWTClaimsSet.Builder(claims)
        .claim(JWTClaimNames.SUBJECT, written.get(JWTClaimNames.SUBJECT))
        .build();
  }
}
