package io.chatpush.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Kubernetes would be given by {@code kubectl apply -k}. */
final class Manifests {

  static final Path ROOT = Project.file("deploy/kubernetes");

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<JsonNode> objects;

  private Manifests(List<JsonNode> objects) {
    this.objects = objects;
  }

  /** Every directory below the overlays that can be applied, by its path from there. */
  static List<String> overlays() throws IOException {
    Path overlays = ROOT.resolve("overlays");
    try (Stream<Path> files = Files.walk(overlays)) {
      return files
          .filter(file -> file.endsWith("kustomization.yaml"))
          .filter(file -> yaml(file).getFirst().path("kind").asString().equals("Kustomization"))
          .map(file -> overlays.relativize(file.getParent()).toString())
          .sorted()
          .toList();
    }
  }

  /** What an overlay gives. Skips the test where there is no kubectl: nobody needs it to build. */
  static Manifests of(String overlay) throws InterruptedException {
    Assumptions.assumeTrue(
        Program.isOnPath("kubectl"), "kubectl is not on the PATH: install 1.30 or newer");
    String directory = ROOT.resolve("overlays").resolve(overlay).toString();
    return new Manifests(
        parse(
            Program.start(
                    "kubectl kustomize " + overlay,
                    new ProcessBuilder("kubectl", "kustomize", directory),
                    "")
                .await(LIMIT)
                .requireSuccess()));
  }

  /** The documents of a YAML file. */
  static List<JsonNode> yaml(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<JsonNode> parse(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml().loadAll(yaml)) {
      if (document != null) {
        documents.add(JSON.valueToTree(document));
      }
    }
    return documents;
  }

  List<JsonNode> all() {
    return objects;
  }

  Stream<JsonNode> ofKind(String... kinds) {
    return objects.stream().filter(object -> List.of(kinds).contains(kind(object)));
  }

  /** The object of this kind whose name is this one, with or without the hash of its content. */
  JsonNode get(String kind, String name) {
    return ofKind(kind)
        .filter(object -> name(object).matches(name + "(-[a-z0-9]{10})?"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
  }

  /** What starts pods of ours. */
  Stream<JsonNode> workloads() {
    return ofKind("Deployment", "StatefulSet", "Job");
  }

  static String kind(JsonNode object) {
    return object.path("kind").asString();
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asString();
  }

  static JsonNode podSpec(JsonNode workload) {
    return workload.path("spec").path("template").path("spec");
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
