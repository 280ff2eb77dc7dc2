package io.chatpush.cli.deployment;

import io.chatpush.cli.service.TokenSigner;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key is in a file of the operator; the claims are those that the services expect. */
final class PrivateKeyFile implements SigningKey {

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      required = true,
      description =
          "RSA key in PEM that begins with BEGIN PRIVATE KEY. The services trust its public key:"
              + " chatpush.access.issuers[].public-key-location.")
  private Path privateKey = Path.of("");

  @Option(
      names = "--issuer",
      paramLabel = "NAME",
      description = "The claim iss, as chatpush.access.issuers[].issuer has it (default: none).")
  private @Nullable String issuer;

  @Option(
      names = "--audience",
      paramLabel = "NAME",
      defaultValue = TokenSigner.AUDIENCE,
      description =
          "The claim aud, one of chatpush.access.issuers[].audiences (default: ${DEFAULT-VALUE}).")
  private String audience = TokenSigner.AUDIENCE;

  @Override
  public TokenSigner signer(Clock clock) {
    return new TokenSigner(TokenSigner.readKey(privateKey), issuer, audience, clock);
  }
}
