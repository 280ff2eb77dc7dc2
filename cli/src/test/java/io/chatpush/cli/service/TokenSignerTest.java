package io.chatpush.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.CommandException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSignerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  private static final KeyPair PAIR = pair();

  @TempDir private Path directory = Path.of("");

  @Test
  void signsWhoTheUserIsAndWhatTheyMayDo() throws Exception {
    String[] parts =
        signer("operators").issue("demo", "b`[x]^|\"", OperatorScopes.READ).split("\\.", -1);
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));

    assertThat(claims.path("iss").asText()).isEqualTo("operators");
    assertThat(claims.path("sub").asText()).isEqualTo("b`[x]^|\"");
    assertThat(claims.path("app").asText()).isEqualTo("demo");
    assertThat(claims.path("aud").asText()).isEqualTo(TokenSigner.AUDIENCE);
    assertThat(claims.path("scope").asText()).isEqualTo(OperatorScopes.READ);
    assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 12 * 3_600);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(PAIR.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void leavesOutClaimsThatHaveNoValue() throws Exception {
    String[] parts = signer(null).issue("demo", "maya").split("\\.", -1);

    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.has("iss")).isFalse();
    assertThat(claims.has("scope")).isFalse();
  }

  @Test
  void refusesAFileWithoutAPrivateKey() throws Exception {
    Path file = directory.resolve("key.pem");
    assertThatThrownBy(() -> TokenSigner.readKey(file))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("Cannot read the private key");

    Files.writeString(file, pem("PUBLIC KEY", PAIR.getPublic().getEncoded()));
    assertThatThrownBy(() -> TokenSigner.readKey(file))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("must begin with BEGIN PRIVATE KEY");

    Files.writeString(file, pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> TokenSigner.readKey(file))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no usable RSA key");
  }

  private TokenSigner signer(@Nullable String issuer) throws Exception {
    Path file = directory.resolve("key.pem");
    Files.writeString(file, pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()));
    return new TokenSigner(
        TokenSigner.readKey(file), issuer, TokenSigner.AUDIENCE, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String pem(String type, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(encoded), type);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
