package io.chatpush.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the checkout. */
final class Project {

  private static final Path ROOT = root();

  private Project() {}

  /** A file or directory by its path from the project's root. */
  static Path file(String path) {
    return ROOT.resolve(path).normalize();
  }

  /**
   * A file or directory in what these tests leave behind. Each JVM that the build runs them in has
   * its own.
   */
  static Path target(String path) {
    String jvm = System.getProperty("chatpush.test.jvm", "jvm-1");
    return ROOT.resolve("system-tests/target").resolve(jvm).resolve(path);
  }

  /** Maven works in the module's directory, many an IDE in the project's. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path candidate = here; candidate != null; candidate = candidate.getParent()) {
      if (Files.isRegularFile(candidate.resolve("chatpush"))) {
        return candidate;
      }
    }
    throw new IllegalStateException("The script chatpush is not in or above " + here);
  }
}
