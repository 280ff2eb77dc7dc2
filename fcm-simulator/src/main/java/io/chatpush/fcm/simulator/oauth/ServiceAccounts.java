package io.chatpush.fcm.simulator.oauth;

import io.chatpush.fcm.simulator.http.Pem;
import io.chatpush.fcm.simulator.http.SecretFile;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The service accounts of the simulator: one for every project, with one key for all. Immutable.
 */
public final class ServiceAccounts {

  /** Google's key ids have 40 hexadecimal digits. */
  private static final BigInteger ID_SPACE = BigInteger.TWO.pow(160);

  private static final String KEY_FILE = "service-account-key.pem";
  private static final String USER = "fcm-simulator@";
  private static final String DOMAIN = ".iam.gserviceaccount.com";
  private static final JsonFactory JSON = new JsonFactory();

  private final KeyPair key;
  private final String keyId;

  private ServiceAccounts(KeyPair key) {
    this.key = key;
    byte[] encoded = key.getPublic().getEncoded();
    this.keyId = "%040x".formatted(new BigInteger(1, encoded).mod(ID_SPACE));
  }

  /** With a key of their own. */
  public static ServiceAccounts create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new ServiceAccounts(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make an RSA key", e);
    }
  }

  /** With the key kept in {@code directory}, made and written there on first use. */
  public static ServiceAccounts keptIn(Path directory) throws IOException {
    Path file = directory.resolve(KEY_FILE);
    if (!Files.exists(file)) {
      ServiceAccounts made = create();
      Files.createDirectories(directory);
      SecretFile.write(file, made.privateKeyPem());
      return made;
    }
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      RSAPrivateCrtKey secret =
          (RSAPrivateCrtKey)
              rsa.generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(Files.readString(file))));
      PublicKey open =
          rsa.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
      return new ServiceAccounts(new KeyPair(open, secret));
    } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
      throw new IOException(file + " does not hold an RSA private key in PKCS #8", e);
    }
  }

  /**
   * The JSON key file of a project, as the Firebase console gives it out. Holds the private key.
   */
  public String json(String project, String tokenUri) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("type", "service_account");
      json.writeStringProperty("project_id", project);
      json.writeStringProperty("private_key_id", keyId);
      json.writeStringProperty("private_key", privateKeyPem());
      json.writeStringProperty("client_email", email(project));
      json.writeStringProperty("client_id", "100000000000000000001");
      json.writeStringProperty("auth_uri", "https://accounts.google.com/o/oauth2/auth");
      json.writeStringProperty("token_uri", tokenUri);
      json.writeStringProperty("universe_domain", "googleapis.com");
      json.writeEndObject();
    }
    return out.toString();
  }

  /** The project of one of these accounts by its e-mail address, null if it is not one of them. */
  static @Nullable String project(String email) {
    return email.startsWith(USER) && email.endsWith(DOMAIN)
        ? email.substring(USER.length(), email.length() - DOMAIN.length())
        : null;
  }

  /** Whether the RS256 signature over {@code signed} is by the key of these accounts. */
  boolean signed(String signed, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key.getPublic());
      check.update(signed.getBytes(StandardCharsets.US_ASCII));
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String email(String project) {
    return USER + project + DOMAIN;
  }

  private String privateKeyPem() {
    return Pem.encode("PRIVATE KEY", key.getPrivate().getEncoded());
  }
}
