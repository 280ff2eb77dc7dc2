package io.chatpush.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import io.chatpush.access.AccessProperties.Issuer;
import io.chatpush.settings.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * Which keys may have signed a token of an issuer. The kind of key decides which algorithms there
 * are, never the token: a public key is no secret for HMAC, and {@code none} is no algorithm.
 */
final class IssuerKeys {

  private static final Set<JWSAlgorithm> RSA = Set.copyOf(JWSAlgorithm.Family.RSA);
  private static final Set<JWSAlgorithm> PUBLISHED =
      Stream.of(SignatureAlgorithm.values())
          .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
          .collect(Collectors.toUnmodifiableSet());

  private IssuerKeys() {}

  /**
   * @param at the full name of the issuer's settings
   * @throws InvalidSettingException if a key that the settings hold or point to is none
   */
  static JWSKeySelector<SecurityContext> of(String at, Issuer issuer) {
    URI jwkSet = issuer.jwkSetUri();
    Path publicKey = issuer.publicKeyLocation();
    Secret secret = issuer.secret();
    Path secrets = issuer.secretLocation();
    if (jwkSet != null) {
      return published(PublishedKeys.at(url(jwkSet)));
    }
    if (publicKey != null) {
      Supplier<List<RSAPublicKey>> keys =
          named(
              at + ".public-key-location",
              setting -> KeyFile.read(setting, publicKey, IssuerKeys::rsa));
      return (header, _) -> RSA.contains(header.getAlgorithm()) ? keys.get() : List.of();
    }
    if (secret != null) {
      List<SecretKey> key = named(at + ".secret", _ -> List.of(secret.key()));
      return (header, _) -> fit(header.getAlgorithm(), key);
    }
    if (secrets != null) {
      Supplier<List<SecretKey>> keys =
          named(at + ".secret-location", setting -> KeyFile.read(setting, secrets, Secret::keys));
      return (header, _) -> fit(header.getAlgorithm(), keys.get());
    }
    return published(PublishedKeys.of(String.valueOf(issuer.issuer())));
  }

  private static JWSKeySelector<SecurityContext> published(PublishedKeys keys) {
    return new JWSVerificationKeySelector<>(PUBLISHED, keys);
  }

  /** Those long enough: the longer the digest, the longer the secret that it wants. */
  private static List<SecretKey> fit(JWSAlgorithm algorithm, List<SecretKey> keys) {
    int bytes = bytes(algorithm);
    return keys.stream().filter(key -> key.getEncoded().length >= bytes).toList();
  }

  private static int bytes(JWSAlgorithm algorithm) {
    if (JWSAlgorithm.HS256.equals(algorithm)) {
      return 32;
    }
    if (JWSAlgorithm.HS384.equals(algorithm)) {
      return 48;
    }
    return JWSAlgorithm.HS512.equals(algorithm) ? 64 : Integer.MAX_VALUE;
  }

  private static List<RSAPublicKey> rsa(byte[] pem) {
    RSAPublicKey key;
    try {
      key = RsaKeyConverters.x509().convert(new ByteArrayInputStream(pem));
    } catch (RuntimeException e) {
      key = null;
    }
    if (key == null) {
      throw new IllegalArgumentException("names a file that has no RSA public key in PEM");
    }
    return List.of(key);
  }

  private static <T> T named(String setting, Function<String, T> keys) {
    try {
      return keys.apply(setting);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(setting + " " + e.getMessage() + ".");
    }
  }

  private static URL url(URI address) {
    try {
      return address.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the settings are checked", e);
    }
  }
}
