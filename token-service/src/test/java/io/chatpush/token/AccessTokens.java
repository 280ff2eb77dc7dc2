package io.chatpush.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.access.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signs access tokens with a key of its own. */
public final class AccessTokens {

  private final KeyPair keys;

  public AccessTokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token for {@code user}, whose claim {@code app} is {@code app}: a string or a list. */
  public String of(String user, Object app) {
    return sign(
        new JWTClaimsSet.Builder()
            .subject(user)
            .claim("app", app)
            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
            .build());
  }

  /** A token for an operator of {@code app} who has all scopes. */
  public String ofOperator(Object app) {
    return ofOperator(app, Scope.values());
  }

  /** A token for an operator of {@code app} who has these scopes. */
  public String ofOperator(Object app, Scope... scopes) {
    return sign(
        new JWTClaimsSet.Builder()
            .subject("operator")
            .claim("app", app)
            .claim("scope", Stream.of(scopes).map(Scope::value).collect(Collectors.joining(" ")))
            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
            .build());
  }

  /** A token with exactly these claims. */
  public String sign(JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
      jwt.sign(new RSASSASigner(keys.getPrivate()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the public key where {@code public-key-location} can find it. */
  public Path writePublicKey(Path directory) {
    String base64 = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
    try {
      return Files.writeString(
          directory.resolve("public-key.pem"),
          "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
