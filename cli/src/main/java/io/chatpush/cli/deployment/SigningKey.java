package io.chatpush.cli.deployment;

import io.chatpush.cli.service.TokenSigner;
import java.time.Clock;

/** A mixin of picocli: the private key with which access tokens are signed. */
public interface SigningKey {

  /**
   * Returns the signer with that key.
   *
   * @throws io.chatpush.cli.terminal.CommandException if the key cannot be read
   */
  TokenSigner signer(Clock clock);
}
