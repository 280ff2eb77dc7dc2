package io.chatpush.fcm.simulator.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A private key and a certificate in PEM. The self-signed one is written byte by byte: the JDK can
 * check certificates but not make them, and the libraries that can are larger than the simulator.
 *
 * @param certificatePem what clients must trust
 * @param privateKeyPem never printed
 */
public record TlsIdentity(String certificatePem, String privateKeyPem) {

  private static final String CERTIFICATE_FILE = "certificate.pem";
  private static final String KEY_FILE = "private-key.pem";

  /** Certificates that live longer than this are refused by Apple's clients. */
  private static final Duration LIFETIME = Duration.ofDays(825);

  /**
   * Names a client may know the simulator by; Google's for those that redirect by name or proxy.
   */
  private static final List<String> NAMES =
      List.of(
          "localhost",
          "fcm-simulator",
          "fcm.googleapis.com",
          "oauth2.googleapis.com",
          "accounts.google.com",
          "www.googleapis.com");

  private static final int[] ECDSA_WITH_SHA256 = {1, 2, 840, 10045, 4, 3, 2};
  private static final int[] COMMON_NAME = {2, 5, 4, 3};
  private static final int[] BASIC_CONSTRAINTS = {2, 5, 29, 19};
  private static final int[] SUBJECT_ALTERNATIVE_NAME = {2, 5, 29, 17};

  /** Reads both files. */
  public static TlsIdentity read(Path certificate, Path privateKey) throws IOException {
    return new TlsIdentity(Files.readString(certificate), Files.readString(privateKey));
  }

  /** The one kept in {@code directory}, made and written there on first use. */
  public static TlsIdentity keptIn(Path directory, Instant now) throws IOException {
    Path certificate = directory.resolve(CERTIFICATE_FILE);
    Path key = directory.resolve(KEY_FILE);
    if (Files.exists(certificate) && Files.exists(key)) {
      return read(certificate, key);
    }
    TlsIdentity made = selfSigned(now);
    Files.createDirectories(directory);
    SecretFile.write(key, made.privateKeyPem);
    Files.writeString(certificate, made.certificatePem);
    return made;
  }

  /** A new key on P-256 and a certificate for it, for loopback and for Google's names. */
  public static TlsIdentity selfSigned(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new TlsIdentity(
          Pem.encode("CERTIFICATE", certificate(pair, now)),
          Pem.encode("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make a certificate on P-256", e);
    }
  }

  /** For a server that offers h2 and http/1.1 by ALPN. */
  public SslContext serverContext() throws SSLException {
    return SslContextBuilder.forServer(
            new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII)),
            new ByteArrayInputStream(privateKeyPem.getBytes(StandardCharsets.US_ASCII)))
        .sslProvider(SslProvider.JDK)
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2,
                ApplicationProtocolNames.HTTP_1_1))
        .build();
  }

  @Override
  public String toString() {
    return "TlsIdentity[private key redacted]";
  }

  private static byte[] certificate(KeyPair pair, Instant now)
      throws GeneralSecurityException, IOException {
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8("FCM simulator"))));
    byte[] body =
        Der.sequence(
            Der.value(0xa0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(new BigInteger(128, new SecureRandom()).setBit(127)),
            algorithm,
            name,
            Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(LIFETIME))),
            name,
            pair.getPublic().getEncoded(),
            Der.value(0xa3, Der.sequence(extensions())));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    return Der.sequence(body, algorithm, Der.bits(signature.sign()));
  }

  private static byte[][] extensions() {
    List<byte[]> names = new ArrayList<>();
    for (String name : NAMES) {
      names.add(Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII)));
    }
    names.add(Der.value(0x87, InetAddress.ofLiteral("127.0.0.1").getAddress()));
    names.add(Der.value(0x87, InetAddress.ofLiteral("::1").getAddress()));
    return new byte[][] {
      // A CA of itself: some clients trust only authorities.
      Der.sequence(
          Der.oid(BASIC_CONSTRAINTS), Der.bool(true), Der.octets(Der.sequence(Der.bool(true)))),
      Der.sequence(
          Der.oid(SUBJECT_ALTERNATIVE_NAME), Der.octets(Der.sequence(names.toArray(byte[][]::new))))
    };
  }
}
