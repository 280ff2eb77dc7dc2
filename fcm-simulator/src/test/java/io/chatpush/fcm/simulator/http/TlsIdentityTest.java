package io.chatpush.fcm.simulator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void signsACertificateForLoopbackAndForGooglesNames() throws Exception {
    X509Certificate certificate = certificate(TlsIdentity.selfSigned(NOON));

    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(Date.from(NOON.plusSeconds(800L * 24 * 3600)));
    assertThat(certificate.getBasicConstraints()).isNotNegative();
    assertThat(certificate.getSubjectAlternativeNames())
        .contains(
            List.of(2, "localhost"),
            List.of(2, "fcm.googleapis.com"),
            List.of(2, "oauth2.googleapis.com"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"));
  }

  @Test
  void keepsItselfInADirectory(@TempDir Path directory) throws Exception {
    TlsIdentity first = TlsIdentity.keptIn(directory.resolve("kept"), NOON);
    TlsIdentity second = TlsIdentity.keptIn(directory.resolve("kept"), NOON.plusSeconds(1));

    assertThat(second).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(directory.resolve("kept/private-key.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void doesNotPrintItsKey() {
    assertThat(TlsIdentity.selfSigned(NOON).toString()).doesNotContain("BEGIN");
  }

  private static X509Certificate certificate(TlsIdentity identity) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(identity.certificatePem().getBytes(US_ASCII)));
  }
}
