package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.Login;
import io.chatpush.schemas.access.RightsFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What operators give to Kafka says what the program says. */
final class KafkaRightsFilesTest {

  private static final Path ACCESS = Project.file("deploy/kubernetes/access");
  private static final GroupNames GROUPS = GroupNames.defaults();

  @Test
  void hasTheUsersForStrimzi() throws Exception {
    assertIs(
        ACCESS.resolve("kafka-users.yaml"),
        RightsFormat.strimzi(Login.ofManifests(), GROUPS, "chatpush"));
  }

  @Test
  void hasTheCommandsForKafka() throws Exception {
    assertIs(ACCESS.resolve("kafka-acls.sh"), RightsFormat.commands(Login.ofManifests(), GROUPS));
  }

  @Test
  void hasTheTableInTheDocumentation() throws Exception {
    assertThat(Files.readString(Project.file("docs/operate.md")))
        .as("docs/operate.md: ./chatpush acls prints its table of rights")
        .contains("\n" + RightsFormat.table(Login.forEachRole(), GROUPS) + "\n");
  }

  /** A Secret of that name for each kind of pod, and a user of that name in Kafka. */
  @Test
  void givesEachKindOfPodALoginOfItsOwn() throws Exception {
    Set<String> users =
        Manifests.yaml(ACCESS.resolve("kafka-users.yaml")).stream()
            .map(Manifests::name)
            .collect(Collectors.toSet());
    Set<String> examples =
        Manifests.yaml(Manifests.ROOT.resolve("secrets.example.yaml")).stream()
            .map(Manifests::name)
            .collect(Collectors.toSet());
    for (String overlay : List.of("production", "production/provisioning")) {
      for (JsonNode workload : Manifests.of(overlay).workloads().toList()) {
        String login = "chatpush-" + Manifests.name(workload);
        assertThat(
                Manifests.elements(Manifests.podSpec(workload).path("volumes"))
                    .filter(volume -> volume.path("name").asString().equals("login"))
                    .map(volume -> volume.at("/secret/secretName").asString()))
            .as("the login of %s", Manifests.name(workload))
            .containsExactly(login);
        assertThat(users).contains(login);
        assertThat(examples).contains(login);
      }
    }
  }

  private static void assertIs(Path file, String text) throws IOException {
    assertThat(Files.readString(file))
        .as("%s: ./chatpush acls writes it anew, see deploy/README.md", file.getFileName())
        .isEqualTo(text);
  }
}
