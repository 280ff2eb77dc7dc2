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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import okhttp3.tls.HeldCertificate;

/**
 * A private key and a certificate in PEM.
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
          "www.googleapis.com",
          "127.0.0.1",
          "::1");

  /** RFC 5280 allows at most 20 octets, and browsers ask for 64 random bits. */
  private static final int SERIAL_NUMBER_BITS = 127;

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

  /** Makes a new key on P-256, and a certificate of it for loopback and for Google's names. */
  public static TlsIdentity selfSigned(Instant now) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder()
            .commonName("FCM simulator")
            .serialNumber(new BigInteger(SERIAL_NUMBER_BITS, new SecureRandom()))
            .validityInterval(
                now.minus(Duration.ofDays(1)).toEpochMilli(), now.plus(LIFETIME).toEpochMilli())
            // An authority, because some clients trust nothing else.
            .certificateAuthority(0);
    NAMES.forEach(builder::addSubjectAlternativeName);
    HeldCertificate made = builder.build();
    return new TlsIdentity(made.certificatePem(), made.privateKeyPkcs8Pem());
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
}
