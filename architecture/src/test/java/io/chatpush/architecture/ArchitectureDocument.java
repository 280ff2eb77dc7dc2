package io.chatpush.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * docs/architecture.md, some parts of which are written from the code. Such a part is between two
 * marks, of which the first one names it.
 */
record ArchitectureDocument(Path file) {

  private static final String REWRITE =
      "./mvnw test -Dchatpush.docs=write -Dtest='ArchitectureTest,ModulesTest'"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final String END = "<!-- end -->";

  /** Fails if a part is not as it should be, or writes it if {@code -Dchatpush.docs=write}. */
  void check(String part, String wanted) {
    String document = read();
    String begin = "<!-- written from the code: " + part + " -->\n";
    int from = document.indexOf(begin) + begin.length();
    assertThat(document).as("parts of %s", file).contains(begin);
    int to = document.indexOf(END, from);
    if ("write".equals(System.getProperty("chatpush.docs"))) {
      write(document.substring(0, from) + wanted + document.substring(to));
    } else {
      assertThat(document.substring(from, to))
          .as("%s of %s; to write it anew: %s", part, file, REWRITE)
          .isEqualTo(wanted);
    }
  }

  /** The packages of a module, each above those of the module that it depends on. */
  static String table(ModulePackages packages) {
    List<String> lines = new ArrayList<>();
    lines.add("| package | what it is for | may depend on |");
    lines.add("|---|---|---|");
    for (String name : packages.inOrder()) {
      PackageInfo info = packages.info(name);
      lines.add(
          "| `%s` | %s | %s |"
              .formatted(
                  PackageInfo.shortName(name),
                  info.purpose().replace("|", "\\|"),
                  info.mayDependOn().isEmpty()
                      ? "nothing"
                      : info.mayDependOn().stream()
                          .map(target -> "`" + PackageInfo.shortName(target) + "`")
                          .collect(joining(", "))));
    }
    return String.join("\n", lines) + "\n";
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String document) {
    try {
      Files.writeString(file, document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
