package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The script {@code ./chatpush} builds again when a source of a jar that it runs has changed. It
 * runs in a copy of the project that has the poms, empty jars, and a build that always fails.
 */
final class ScriptTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant BUILT = Instant.parse("2026-01-02T00:00:00Z");
  private static final Instant CHANGED = Instant.parse("2026-01-03T00:00:00Z");
  private static final String SOURCE = "src/main/java/Changed.java";
  private static final List<String> STACK =
      List.of("local-stack", "token-service", "dispatch-service");

  @TempDir private Path copy = Path.of("");

  @BeforeEach
  void copyTheProject() throws Exception {
    copyOf("chatpush");
    Files.setPosixFilePermissions(
        copy.resolve("chatpush"), PosixFilePermissions.fromString("rwxr-xr-x"));
    copyOf("pom.xml");
    for (String module : modules()) {
      copyOf(module + "/pom.xml");
      write(module + "/" + SOURCE, "", LONG_AGO);
    }
    write("local-stack/target/chatpush-local-stack-1.jar", "", BUILT);
    write("benchmark/target/chatpush-benchmark-1.jar", "", BUILT);
    write("token-service/target/chatpush-token-service-1-exec.jar", "", BUILT);
    write("dispatch-service/target/chatpush-dispatch-service-1-exec.jar", "", BUILT);
    write("local-stack/target/built-by-chatpush", "", BUILT);
    write("benchmark/target/built-by-chatpush", "", BUILT);
    write("mvnw", "#!/bin/sh\nexit 1\n", LONG_AGO);
    Files.setPosixFilePermissions(
        copy.resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void buildsNothingWhenNothingHasChanged() throws Exception {
    assertThat(run("status").errors()).doesNotContain("Building");
    assertThat(run("bench").errors()).doesNotContain("Building");
  }

  @ParameterizedTest
  @MethodSource("modulesOfTheStack")
  void buildsWhenAModuleOfTheStackHasChanged(String module) throws Exception {
    touch(module + "/" + SOURCE);

    assertThat(run("status").errors())
        .contains("Building, as " + module + "/" + SOURCE + " is newer than the jars");
  }

  @ParameterizedTest
  @MethodSource("modulesOfTheBenchmark")
  void buildsWhenAModuleOfTheBenchmarkHasChanged(String module) throws Exception {
    touch(module + "/" + SOURCE);

    assertThat(run("bench").errors())
        .contains("Building, as " + module + "/" + SOURCE + " is newer than the jars");
  }

  @Test
  void buildsNoBenchmarkForTheStack() throws Exception {
    touch("benchmark/" + SOURCE);

    assertThat(run("status").errors()).doesNotContain("Building");
  }

  @Test
  void buildsTheBenchmarkThoughTheStackWasBuiltSinceTheChange() throws Exception {
    touch("schemas/" + SOURCE);
    write("local-stack/target/built-by-chatpush", "", CHANGED.plusSeconds(1));

    assertThat(run("status").errors()).doesNotContain("Building");
    assertThat(run("bench").errors()).contains("Building, as schemas/" + SOURCE);
  }

  @Test
  void buildsWhenAPomHasChanged() throws Exception {
    touch("schemas/pom.xml");

    assertThat(run("status").errors())
        .contains("Building, as ./schemas/pom.xml is newer than the jars");
  }

  static Set<String> modulesOfTheStack() throws Exception {
    return withDependencies(STACK);
  }

  static Set<String> modulesOfTheBenchmark() throws Exception {
    return withDependencies(Stream.concat(STACK.stream(), Stream.of("benchmark")).toList());
  }

  private Program.Ended run(String command) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(copy.resolve("chatpush").toString(), command);
    builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
    builder.environment().remove("CHATPUSH_NO_BUILD");
    try (Program script = Program.start("./chatpush " + command, builder, "")) {
      return script.await(LIMIT);
    }
  }

  private void copyOf(String file) throws IOException {
    write(file, Files.readString(Project.file(file)), LONG_AGO);
  }

  private void write(String file, String text, Instant modified) throws IOException {
    Path path = copy.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(modified));
  }

  private void touch(String file) throws IOException {
    Files.setLastModifiedTime(copy.resolve(file), FileTime.from(CHANGED));
  }

  /** Returns these modules and all modules whose classes are in their jars or beside them. */
  private static Set<String> withDependencies(List<String> programs) throws Exception {
    List<String> all = modules();
    Set<String> found = new TreeSet<>();
    List<String> open = new ArrayList<>(programs);
    while (!open.isEmpty()) {
      String module = open.removeLast();
      if (found.add(module)) {
        open.addAll(
            texts(
                    Project.file(module + "/pom.xml"),
                    "/project/dependencies/dependency[groupId='io.chatpush'][not(scope='test')]/artifactId")
                .map(artifact -> artifact.replace("chatpush-", ""))
                .toList());
      }
    }
    assertThat(all).as("modules of the build").containsAll(found);
    return found;
  }

  private static List<String> modules() throws Exception {
    return texts(Project.file("pom.xml"), "/project/modules/module").toList();
  }

  private static Stream<String> texts(Path pom, String expression) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    XPath path = XPathFactory.newInstance().newXPath();
    NodeList nodes = (NodeList) path.evaluate(expression, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(((Element) nodes.item(i)).getTextContent().strip());
    }
    return texts.stream();
  }
}
