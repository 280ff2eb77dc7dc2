package io.chatpush.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The scripts in {@code system-tests/node} with the npm packages they use, installed into {@code
 * target/node} as package-lock.json says.
 */
final class NodeScripts {

  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(1);
  private static final Path SOURCES = Project.file("system-tests/node");
  private static final Path HOME = Project.target("node");

  private NodeScripts() {}

  /**
   * Runs a script.
   *
   * @param options of node itself
   * @param script its file name and its arguments
   * @return what it printed
   */
  static String run(
      List<String> options, Map<String, String> environment, List<String> script, String input)
      throws IOException, InterruptedException {
    install();
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.of(List.of("node"), options, script).flatMap(List::stream).toList());
    builder.directory(HOME.toFile()).environment().putAll(environment);
    return Program.start(script.getFirst(), builder, input).await(RUN_LIMIT).requireSuccess();
  }

  /**
   * Skips the test on a machine without a program of Node.js, which is needed neither to run
   * chatpush nor to change it.
   *
   * @param program {@code node} or {@code npm}
   */
  static void assumeHas(String program) {
    Assumptions.assumeTrue(
        Program.isOnPath(program),
        () -> program + " is not on the PATH: install Node.js 20 or newer");
  }

  private static synchronized void install() throws IOException, InterruptedException {
    assumeHas("node");
    assumeHas("npm");
    Files.createDirectories(HOME);
    boolean installed =
        Files.isDirectory(HOME.resolve("node_modules"))
            && Files.exists(HOME.resolve("package-lock.json"))
            && Files.mismatch(
                    SOURCES.resolve("package-lock.json"), HOME.resolve("package-lock.json"))
                < 0;
    if (!installed) {
      Files.deleteIfExists(HOME.resolve("package-lock.json"));
    }
    try (Stream<Path> files = Files.list(SOURCES)) {
      files
          .filter(file -> Files.isRegularFile(file) && !file.endsWith("package-lock.json"))
          .forEach(NodeScripts::copy);
    }
    if (!installed) {
      // Firestore and Storage are optional dependencies of firebase-admin; messaging needs neither.
      Path lock = SOURCES.resolve("package-lock.json");
      Path draft = HOME.resolve("package-lock.json");
      Files.copy(lock, draft);
      Program.Ended ended =
          Program.start(
                  "npm ci",
                  new ProcessBuilder(
                          "npm", "ci", "--omit=optional", "--ignore-scripts", "--no-audit")
                      .directory(HOME.toFile()),
                  "")
              .await(INSTALL_LIMIT);
      if (ended.status() != 0) {
        Files.delete(draft); // so that the next run tries again
      }
      var _ = ended.requireSuccess();
    }
  }

  private static void copy(Path file) {
    try {
      Files.copy(file, HOME.resolve(SOURCES.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
