package io.chatpush.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in the checkout. */
final class Project {

  private static final Path ROOT = root();

  private Project() {}

  /** A file or directory by its path from the project's root. */
  static Path file(String path) {
    return ROOT.resolve(path).normalize();
  }

  /** The Java files of all modules: of {@code main}, or of {@code test}. */
  static List<Path> sources(String kind) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path pom : files(ROOT, 2, "pom.xml")) {
      Path java = pom.resolveSibling("src").resolve(kind).resolve("java");
      sources.addAll(files(java, Integer.MAX_VALUE, ".java"));
    }
    return sources;
  }

  /**
   * Files by the ending of their names.
   *
   * @param directory in which they are; where it does not exist, there are no files
   * @param depth how many levels of directories are searched
   */
  static List<Path> files(Path directory, int depth, String ending) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found =
        Files.find(directory, depth, (file, _) -> file.toString().endsWith(ending))) {
      return found.toList();
    }
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
