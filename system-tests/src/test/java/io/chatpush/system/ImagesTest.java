package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void haveNoBaseThatNobodyHasPinned() throws Exception {
    assertThat(instruction("ARG").getFirst()).as("no default").isEqualTo("BASE");

    Run refused = build("--base", "example/java:25", "token-service");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output()).contains("example/java:25 is not pinned by digest");

    String pinned = "example/java:25@sha256:" + "0".repeat(64);
    assertThat(build("--base", pinned, "token-service").output())
        .startsWith("build --build-arg BASE=" + pinned + " --build-arg SERVICE=token-service");
    assertThat(build("--base", "example/java:25", "--unpinned", "dispatch-service").output())
        .startsWith("build --build-arg BASE=example/java:25 ");
  }

  @Test
  void arePinnedByTheDigestThatTheRegistryGives(@TempDir Path directory) throws Exception {
    Path pin = directory.resolve("pin");
    Files.copy(Project.file("deploy/docker/pin"), pin, StandardCopyOption.COPY_ATTRIBUTES);
    Path base = Files.writeString(directory.resolve("base"), "# why\nexample/java:25\n");
    Path engine = Files.writeString(directory.resolve("engine"), "#!/bin/sh\necho \"$ANSWER\"\n");
    assertThat(engine.toFile().setExecutable(true)).isTrue();
    Map<String, String> lies = Map.of("DOCKER", engine.toString(), "ANSWER", "latest");
    String digest = "sha256:" + "a".repeat(64);
    Map<String, String> answers = Map.of("DOCKER", engine.toString(), "ANSWER", digest);

    assertThat(run(Map.of(), pin.toString(), "--check").status()).isEqualTo(1);
    assertThat(run(lies, pin.toString()).status()).isEqualTo(1);
    assertThat(base).hasContent("# why\nexample/java:25\n");

    assertThat(run(answers, pin.toString()).status()).isZero();
    assertThat(base).hasContent("# why\nexample/java:25@" + digest + "\n");
    assertThat(run(Map.of(), pin.toString(), "--check").status()).isZero();
  }

  /**
   * How a command ended.
   *
   * @param status its exit status
   * @param output what it wrote
   */
  private record Run(int status, String output) {}

  /** With a container engine that only says what it was asked. */
  private static Run build(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Project.file("deploy/docker/build").toString());
    command.addAll(List.of(arguments));
    return run(Map.of("DOCKER", "echo"), command.toArray(String[]::new));
  }

  private static Run run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
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
