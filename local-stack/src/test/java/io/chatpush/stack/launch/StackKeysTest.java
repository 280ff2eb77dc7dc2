package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.cli.service.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackKeysTest {

  @TempDir private Path root = Path.of("");
  private StackDirectory directory = new StackDirectory(Path.of(""));

  @BeforeEach
  void createDirectory() {
    directory = new StackDirectory(root).create();
  }

  @Test
  void signsWithTheKeyThatTheServicesTrust() throws Exception {
    String[] parts = signer().issue("demo", "maya").split("\\.", -1);

    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void keepsTheKeyForItsOwnerAlone() throws Exception {
    var _ = signer();
    String before = Files.readString(directory.keys().resolve("jwt-private.pem"));
    var _ = signer();

    assertThat(directory.keys().resolve("jwt-private.pem")).hasContent(before);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.keys().resolve("jwt-private.pem"))))
        .isEqualTo("rw-------");
  }

  private TokenSigner signer() {
    return StackKeys.signer(directory, Clock.systemUTC());
  }

  private PublicKey publicKey() throws Exception {
    String pem =
        Files.readString(directory.keys().resolve("jwt-public.pem"))
            .replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
  }
}
