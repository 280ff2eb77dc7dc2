package io.chatpush.stack.deployment;

import io.chatpush.cli.deployment.SigningKey;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.stack.launch.StackOptions;
import java.time.Clock;
import picocli.CommandLine.Mixin;

/** The key of the local stack; it is made if the stack was never started. */
final class StackSigningKey implements SigningKey {

  @Mixin private StackOptions stack = new StackOptions();

  @Override
  public TokenSigner signer(Clock clock) {
    return StackKeys.signer(stack.directory().create(), clock);
  }
}
