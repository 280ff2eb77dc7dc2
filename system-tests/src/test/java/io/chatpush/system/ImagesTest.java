package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The images are what the manifests take them for. That they build and run: deploy/docker/check.
 */
final class ImagesTest {

  private static final Path DOCKERFILE = Project.file("deploy/docker/Dockerfile");

  @Test
  void runAsTheUserOfThePods() throws Exception {
    Set<String> users = new HashSet<>();
    for (JsonNode workload : workloads()) {
      JsonNode context = Manifests.podSpec(workload).path("securityContext");
      users.add(context.path("runAsUser").asInt() + ":" + context.path("runAsGroup").asInt());
    }
    assertThat(users).containsExactly(instruction("USER").getLast());
  }

  @Test
  void passArgumentsOnWithoutAShell() throws Exception {
    assertThat(instruction("ENTRYPOINT")).singleElement().asString().startsWith("[\"java\", ");
    assertThat(instruction("RUN")).allMatch(command -> command.startsWith("["));
    assertThat(instruction("CMD")).isEmpty();
  }

  /** The build of an image copies them by these names, and sees nothing else. */
  @Test
  void areMadeOfWhatIsThere() throws Exception {
    List<String> seen = Files.readAllLines(Project.file(".dockerignore"));
    for (JsonNode workload : workloads()) {
      String image =
          Manifests.podSpec(workload).path("containers").path(0).path("image").asString();
      String service = image.replaceFirst("^chatpush/", "");
      assertThat(Project.file(service + "/java.options")).exists();
      assertThat(seen)
          .contains(
              "!" + service + "/java.options",
              "!" + service + "/target/chatpush-" + service + "-*-exec.jar");
    }
  }

  private static List<JsonNode> workloads() throws IOException {
    try (Stream<Path> files = Files.walk(Manifests.ROOT)) {
      List<JsonNode> workloads =
          files
              .filter(file -> file.toString().matches(".*/(base|provisioning)/[a-z-]+\\.yaml"))
              .flatMap(file -> Manifests.yaml(file).stream())
              .filter(object -> Manifests.podSpec(object).has("containers"))
              .toList();
      assertThat(workloads).hasSize(4);
      return workloads;
    }
  }

  /** What stands behind each instruction of this name. */
  private static List<String> instruction(String name) throws IOException {
    return Pattern.compile("^" + name + " (.*)$", Pattern.MULTILINE)
        .matcher(Files.readString(DOCKERFILE))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
