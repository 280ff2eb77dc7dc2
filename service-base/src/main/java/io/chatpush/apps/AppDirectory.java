package io.chatpush.apps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the app files of a directory as bytes. Files whose name begins with a dot are ignored,
 * because editors and Kubernetes keep their own files there.
 */
final class AppDirectory {

  private final Path directory;

  AppDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns the content of each file, by its name, in the order of names.
   *
   * @throws IOException if the directory or one of its files cannot be read
   */
  Map<String, ByteBuffer> read() throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path file : entries) {
        String name = String.valueOf(file.getFileName());
        if (isAppFile(name) && Files.isRegularFile(file)) {
          try {
            files.put(name, bytes(file));
          } catch (NoSuchFileException e) {
            // Deleted since it was listed: as if it had been deleted before.
          }
        }
      }
    }
    return files;
  }

  /** One byte more than a file may have is enough to see that it is too long. */
  private static ByteBuffer bytes(Path file) throws IOException {
    try (var content = Files.newInputStream(file)) {
      return ByteBuffer.wrap(content.readNBytes(AppFileReader.MOST_BYTES + 1));
    }
  }

  private static boolean isAppFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json"));
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
