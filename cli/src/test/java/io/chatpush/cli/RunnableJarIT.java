package io.chatpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar that operators install. */
class RunnableJarIT {

  /** What may be in the jar, besides META-INF. */
  private static final List<String> PACKAGES =
      List.of(
          "io/chatpush/cli/",
          "io/chatpush/schemas/text/",
          "picocli/",
          "com/fasterxml/jackson/",
          "org/jspecify/");

  @Test
  void holdsTheCommandsAndTheirLibrariesAndNothingElse() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      List<String> files =
          jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();

      assertThat(files)
          .contains("io/chatpush/cli/OperatorCommands.class")
          .filteredOn(file -> !file.startsWith("META-INF/"))
          .allSatisfy(file -> assertThat(PACKAGES).anyMatch(file::startsWith));
      assertThat(files)
          .filteredOn(file -> file.startsWith("META-INF/versions/"))
          .allSatisfy(file ->
              assertThat(PACKAGES)
                  .anyMatch(file.replaceFirst("META-INF/versions/\\d+/", "")::startsWith));
    }
  }

  @Test
  void showsItsCommands() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar().toString(),
                "--help")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("why", "dead-letters", "devices", "access-token");
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("chatpush-cli-.*-exec\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the build has made no runnable jar"));
    }
  }
}
