package io.chatpush.access;

import io.chatpush.settings.InvalidSettingException;
import java.nio.file.Path;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * Secrets for HS256 in a file, one a line: text of at least 32 bytes in UTF-8, or {@code base64:}
 * and the bytes. Empty lines do not count. The file is read again whenever its time or size has
 * changed; secrets that cannot be read any more stay in use, with a warning. Thread-safe.
 */
public final class SharedSecrets {

  private final KeyFile<SecretKey> file;

  private SharedSecrets(KeyFile<SecretKey> file) {
    this.file = file;
  }

  /**
   * Reads the file for the first time.
   *
   * @param setting names the file, for messages
   * @throws InvalidSettingException if the file cannot be read, is empty or has a secret that
   *     cannot be used
   */
  public static SharedSecrets read(String setting, Path file) {
    try {
      return new SharedSecrets(KeyFile.read(setting, file, Secret::keys));
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(setting, String.valueOf(e.getMessage()));
    }
  }

  /** At least one, in the order of the file. */
  public List<SecretKey> get() {
    return file.get();
  }
}
