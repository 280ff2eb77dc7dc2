package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  @TempDir private Path root = Path.of("");
  private StackDirectory directory = new StackDirectory(Path.of(""));

  @BeforeEach
  void createDirectory() {
    directory = new StackDirectory(root).create();
  }

  @Test
  void saysWhoItIsAndIsSignedByTheKeyThatTokenServiceTrusts() throws Exception {
    String[] parts = open().issue("demo", "b`[x]^|\"").split("\\.", -1);
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));

    assertThat(claims.path("sub").asText()).isEqualTo("b`[x]^|\"");
    assertThat(claims.path("app").asText()).isEqualTo("demo");
    assertThat(claims.path("aud").asText()).isEqualTo(AccessTokens.AUDIENCE);
    assertThat(claims.path("exp").asLong()).isGreaterThan(NOW.getEpochSecond() + 3_600);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void keepsTheKeyForItsOwnerAlone() throws Exception {
    open();
    String before = Files.readString(directory.keys().resolve("jwt-private.pem"));
    open();

    assertThat(directory.keys().resolve("jwt-private.pem")).hasContent(before);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.keys().resolve("jwt-private.pem"))))
        .isEqualTo("rw-------");
  }

  private AccessTokens open() {
    return AccessTokens.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private PublicKey publicKey() throws Exception {
    String pem =
        Files.readString(directory.keys().resolve("jwt-public.pem"))
            .replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
  }
}
