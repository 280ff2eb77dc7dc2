package io.chatpush.stack.launch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stands in for an identity provider: signs the JSON Web Tokens (RFC 7519, RS256) that people of
 * the local stack show the services, with a key pair kept in the stack's directory. Thread-safe.
 */
public final class AccessTokens {

  /** The claim {@code aud} of every token: the services of the local stack accept no other. */
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
  private final Clock clock;

  private AccessTokens(PrivateKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** Reads the key pair of the stack, or makes one. */
  public static AccessTokens open(StackDirectory directory, Clock clock) {
    Path privateKey = directory.keys().resolve("jwt-private.pem");
    try {
      if (!Files.exists(privateKey) || !Files.exists(publicKey(directory))) {
        generate(privateKey, publicKey(directory));
      }
      String pem = Files.readString(privateKey).replaceAll("-----[A-Z ]+-----|\\s", "");
      return new AccessTokens(
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
          clock);
    } catch (IOException | GeneralSecurityException e) {
      throw new StackException(
          "Cannot use the keys in " + directory.keys() + ": delete them to get new ones.", e);
    }
  }

  /** The key by which the services check what this signs. */
  static Path publicKey(StackDirectory directory) {
    return directory.keys().resolve("jwt-public.pem");
  }

  /** A token that says: this is that user of that app; valid for twelve hours. */
  public String issue(String app, String user) {
    return issue(app, user, "");
  }

  /**
   * The same, with scopes.
   *
   * @param app the id of an app, or {@link #ALL_APPS}
   * @param scope what else the user may, as {@link OperatorScopes}, separated by spaces; empty for
   *     nothing
   */
  public String issue(String app, String user, String scope) {
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", user);
    claims.put("aud", AUDIENCE);
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

  private static void generate(Path privateKey, Path publicKey)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Files.deleteIfExists(privateKey);
    Files.createFile(
        privateKey,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.writeString(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private static String pem(String type, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
