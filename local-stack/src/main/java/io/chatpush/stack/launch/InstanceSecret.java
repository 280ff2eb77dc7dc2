package io.chatpush.stack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret with which instances of token-service ask each other, made once for a stack. */
final class InstanceSecret {

  private static final int BYTES = 32;

  private InstanceSecret() {}

  /** The file in that directory, which is made where it is missing. */
  static Path file(Path directory) throws IOException {
    Path file = directory.resolve("instances-secret");
    if (!Files.exists(file)) {
      byte[] secret = new byte[BYTES];
      new SecureRandom().nextBytes(secret);
      Files.createDirectories(directory);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n");
    }
    return file;
  }
}
