package io.chatpush.stack.launch;

import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;

/** The key pair with which the local stack signs access tokens; it is in the stack's directory. */
public final class StackKeys {

  private StackKeys() {}

  /** Returns the signer of the stack, and makes its key pair if there is none. */
  public static TokenSigner signer(StackDirectory directory, Clock clock) {
    Path privateKey = directory.keys().resolve("jwt-private.pem");
    try {
      if (!Files.exists(privateKey) || !Files.exists(publicKey(directory))) {
        generate(privateKey, publicKey(directory));
      }
      return new TokenSigner(TokenSigner.readKey(privateKey), null, TokenSigner.AUDIENCE, clock);
    } catch (IOException | CommandException e) {
      throw new CommandException(
          "Cannot use the keys in " + directory.keys() + ": delete them to get new ones.", e);
    }
  }

  /** Returns the file with the key by which the services verify what the signer signs. */
  static Path publicKey(StackDirectory directory) {
    return directory.keys().resolve("jwt-public.pem");
  }

  private static void generate(Path privateKey, Path publicKey) throws IOException {
    KeyPair pair = pair();
    Files.deleteIfExists(privateKey);
    Files.createFile(
        privateKey,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.writeString(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has RSA", e);
    }
  }

  private static String pem(String type, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
