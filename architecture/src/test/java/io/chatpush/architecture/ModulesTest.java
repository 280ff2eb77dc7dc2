package io.chatpush.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md shows the modules, and each module with classes has the test of its own. */
final class ModulesTest {

  private static final Path PROJECT =
      ArchitectureContract.moduleOf(ModulesTest.class).resolve("..").normalize();

  private static final Path DOCUMENT = PROJECT.resolve("docs/architecture.md");

  /** In code font, alone or with a nested class behind it; constants are in capitals throughout. */
  private static final Pattern CLASS_NAME = Pattern.compile("`@?([A-Z][a-z]\\w*)[^`]*`");

  @Test
  void documentShowsTheModules() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("| module | what it is |");
    lines.add("|---|---|");
    List<Module> modules = Module.allOf(PROJECT);
    for (Module module : modules) {
      lines.add("| `%s` | %s |".formatted(module.name(), module.description()));
    }
    lines.add("");
    lines.add("```mermaid");
    lines.add("flowchart TD");
    for (Module module : modules) {
      lines.add("  " + module.name());
      module.uses().forEach(used -> lines.add("  " + module.name() + " --> " + used));
    }
    lines.add("```");
    new ArchitectureDocument(DOCUMENT).check("modules", String.join("\n", lines) + "\n");
  }

  /** The paths in the document are written by hand. */
  @Test
  void documentNamesClassesThatExist() throws Exception {
    Set<String> classes = new HashSet<>();
    for (Module module : Module.allOf(PROJECT)) {
      classes.addAll(classesOf(module));
    }
    List<String> named =
        CLASS_NAME.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group(1)).toList();
    assertThat(named)
        .as("classes that %s names", DOCUMENT)
        .isNotEmpty()
        .allMatch(classes::contains);
  }

  /** The names of the classes and records that a module has sources of. */
  private static List<String> classesOf(Module module) throws IOException {
    Path sources = PROJECT.resolve(module.name()).resolve("src");
    try (Stream<Path> files =
        Files.find(
            sources, Integer.MAX_VALUE, (file, _) -> file.toString().matches(".*[.](java|avsc)"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("[.](java|avsc)$", ""))
          .toList();
    }
  }

  @Test
  void everyModuleWithClassesTestsItsArchitecture() throws Exception {
    for (Module module : Module.allOf(PROJECT)) {
      if (!Files.isDirectory(PROJECT.resolve(module.name()).resolve("src/main/java"))) {
        continue; // it has tests alone
      }
      try (Stream<Path> tests =
          Files.find(
              PROJECT.resolve(module.name()).resolve("src/test/java"),
              Integer.MAX_VALUE,
              (file, _) -> file.endsWith("ArchitectureTest.java"))) {
        assertThat(tests).as("ArchitectureTest of %s", module.name()).hasSize(1);
      }
    }
  }
}
