package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schemas of Kubernetes, KEDA, the Prometheus operator and Strimzi; a field they do not have is
 * wrong.
 */
final class ManifestSchemasIT {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void takeEveryObjectOfEveryOverlay() throws Exception {
    List<JsonNode> objects =
        new ArrayList<>(Manifests.yaml(Manifests.ROOT.resolve("secrets.example.yaml")));
    objects.addAll(Manifests.yaml(Manifests.ROOT.resolve("access/kafka-users.yaml")));
    for (String overlay : Manifests.overlays()) {
      objects.addAll(Manifests.of(overlay).all());
    }

    assertThat(complaints(objects)).isEmpty();
  }

  @Test
  void refuseAFieldThatDoesNotExist() throws Exception {
    String object =
        """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"},
         "spec": {"ports": [{"port": 80, "targetport": "http"}]}}\
        """;

    assertThat(complaints(List.of(JSON.readTree(object))))
        .singleElement()
        .asString()
        .startsWith("Service a: ")
        .contains("targetport");
  }

  private static List<String> complaints(List<JsonNode> objects) throws Exception {
    String answer =
        NodeScripts.run(
            List.of(), Map.of(), List.of("check-manifests.mjs"), JSON.writeValueAsString(objects));
    return Manifests.elements(JSON.readTree(answer)).map(JsonNode::asString).toList();
  }
}
