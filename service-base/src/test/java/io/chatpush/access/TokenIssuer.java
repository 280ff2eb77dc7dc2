package io.chatpush.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/** Signs access tokens of an issuer. */
public final class TokenIssuer {

  private final String name;
  private final JWSAlgorithm algorithm;
  private final JWK key;

  public TokenIssuer(String name, JWSAlgorithm algorithm, JWK key) {
    this.name = name;
    this.algorithm = algorithm;
    this.key = key;
  }

  public static JWK rsaKey(String kid) {
    try {
      return new RSAKeyGenerator(2048).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JWK ecKey(String kid) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Claims of a token of maya for the app demo, which expires in an hour. */
  public JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(name)
        .subject("maya")
        .claim("app", "demo")
        .expirationTime(in(3600));
  }

  /** A token of maya for the app demo. */
  public String token() {
    return sign(claims());
  }

  public String sign(JWTClaimsSet.Builder claims) {
    JWSHeader header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
    try {
      return signed(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm), header, claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with an HMAC. */
  public static String sign(JWSHeader header, String secret, JWTClaimsSet.Builder claims) {
    return sign(header, secret.getBytes(StandardCharsets.UTF_8), claims);
  }

  /** A token with an HMAC. */
  public static String sign(JWSHeader header, byte[] secret, JWTClaimsSet.Builder claims) {
    try {
      return signed(new MACSigner(secret), header, claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** So many seconds from now. */
  public static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String signed(JWSSigner signer, JWSHeader header, JWTClaimsSet.Builder claims)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims.build());
    jwt.sign(signer);
    return jwt.serialize();
  }
}
