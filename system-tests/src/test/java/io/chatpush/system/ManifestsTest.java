package io.chatpush.system;

import static io.chatpush.system.Manifests.elements;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.settings.BoundSettings;
import io.chatpush.settings.SettingsGroup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import tools.jackson.databind.JsonNode;

/** What the manifests name is in the program: settings, ports, paths, files, and times that fit. */
final class ManifestsTest {

  private static final Pattern OUR_FILES = Pattern.compile("/(etc|var/lib)/chatpush/[\\w./-]*");
  private static final Path SECRETS = Manifests.ROOT.resolve("secrets.example.yaml");

  /** Overlays with pods of ours. */
  static List<String> overlays() throws IOException {
    return Manifests.overlays().stream().filter(overlay -> !overlay.equals("strimzi")).toList();
  }

  @Test
  void findsTheOverlays() throws Exception {
    assertThat(Manifests.overlays())
        .containsExactly(
            "local", "local/provisioning", "production", "production/provisioning", "strimzi");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void namesSettingsThatExist(String overlay) throws Exception {
    KnownSettings known = new KnownSettings();
    for (Workload workload : workloads(overlay)) {
      assertThat(workload.settingVariables().keySet())
          .as("variables of %s", workload)
          .allMatch(known::hasVariable);
      assertThat(workload.namesInFiles()).as("settings of %s", workload).allMatch(known::has);
    }
    assertThat(secret("chatpush-login")).as("settings in a Secret").allMatch(known::has);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void givesValuesThatTheServicesTake(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      Binder settings = workload.settings();
      for (SettingsGroup group : Settings.of(workload.module())) {
        if (!group.equals(Settings.OF_APPS)) {
          Object bound =
              settings.bindOrCreate(
                  group.prefix(),
                  Bindable.of(group.type()),
                  new NoUnboundElementsBindHandler(BoundSettings.limitsOf(group.type())));
          assertThat(bound).as("%s of %s", group.prefix(), workload).isNotNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void givesFanOutANameOfItsOwnAndADiskForItsDevices(String overlay) throws Exception {
    Workload fanOut = workload(overlay, "StatefulSet", "fan-out");

    assertThat(
            fanOut
                .settings()
                .bind("spring.kafka.streams.properties", Bindable.mapOf(String.class, String.class))
                .get())
        .containsEntry("group.instance.id", "a-pod")
        .containsEntry("session.timeout.ms", "60000");
    assertThat(volume(fanOut, "/var/lib/chatpush").at("/spec/accessModes").toString())
        .isEqualTo("[\"ReadWriteOnce\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void givesEachRoleToOneKindOfPod(String overlay) throws Exception {
    Map<String, String> roles = new TreeMap<>();
    for (Workload workload : workloads(overlay)) {
      if (workload.module().equals("dispatch-service")) {
        Binder settings = workload.settings();
        roles.put(
            workload.name(),
            "fan-out %s, delivery %s, operations %s"
                .formatted(
                    settings.bind("chatpush.fan-out.enabled", Boolean.class).orElse(true),
                    settings.bind("chatpush.delivery.enabled", Boolean.class).orElse(true),
                    settings.bind("chatpush.operations.enabled", Boolean.class).orElse(true)));
      }
    }
    assertThat(roles)
        .isEqualTo(
            Map.of(
                "fan-out", "fan-out true, delivery false, operations true",
                "delivery", "fan-out false, delivery true, operations false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void asksWhereTheServicesAnswer(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      JsonNode container = workload.container();
      Binder settings = workload.settings();
      assertThat(elements(container.path("ports")).map(port -> port.path("containerPort").asInt()))
          .as("ports of %s", workload)
          .containsExactly(
              settings.bind("server.port", Integer.class).get(),
              settings.bind("management.server.port", Integer.class).get());
      assertThat(elements(container.path("ports")).map(port -> port.path("name").asString()))
          .containsExactly("http", "management");
      assertThat(settings.bind("server.address", String.class).get()).isEqualTo("0.0.0.0");
      assertThat(settings.bind("management.server.address", String.class).get())
          .isEqualTo("0.0.0.0");
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode get = container.path(probe).path("httpGet");
        assertThat(get.path("port").asString())
            .as("%s of %s", probe, workload)
            .isEqualTo("management");
        assertThat(get.path("path").asString())
            .as("%s of %s", probe, workload)
            .isIn(
                "/actuator/health/startup",
                "/actuator/health/liveness",
                "/actuator/health/readiness");
      }
      assertThat(settings.bind("management.endpoint.health.probes.enabled", Boolean.class).get())
          .isTrue();
      assertThat(settings.bind("management.endpoints.web.exposure.include", String.class).get())
          .contains("health", "prometheus");
    }
    Manifests.of(overlay)
        .ofKind("PodMonitor")
        .flatMap(monitor -> elements(monitor.path("spec").path("podMetricsEndpoints")))
        .forEach(endpoint -> {
          assertThat(endpoint.path("path").asString()).isEqualTo("/actuator/prometheus");
          assertThat(endpoint.path("port").asString()).isEqualTo("management");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void letsPrometheusAloneReachTheManagementPort(String overlay) throws Exception {
    Map<String, List<String>> ports = new TreeMap<>();
    Manifests.of(overlay)
        .ofKind("NetworkPolicy")
        .forEach(policy ->
            elements(policy.at("/spec/ingress"))
                .flatMap(rule -> elements(rule.path("ports")))
                .forEach(port ->
                    ports
                        .computeIfAbsent(port.path("port").asString(), _ -> new ArrayList<>())
                        .add(Manifests.name(policy))));
    assertThat(ports.keySet()).containsExactlyInAnyOrder("http", "management");
    assertThat(ports).containsEntry("management", List.of("prometheus"));
    assertThat(ports.get("http")).doesNotContain("prometheus");
  }

  /** A rule without peers admits every caller, and a pod that no policy selects is open. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void letsOnlyNamedPeersReachThePods(String overlay) throws Exception {
    List<JsonNode> policies = Manifests.of(overlay).ofKind("NetworkPolicy").toList();
    for (Workload workload : workloads(overlay)) {
      JsonNode labels = workload.podLabels();
      assertThat(policies)
          .as("a policy that closes %s", workload)
          .anyMatch(policy ->
              policy.at("/spec/policyTypes").toString().equals("[\"Ingress\",\"Egress\"]")
                  && !policy.path("spec").has("ingress")
                  && !policy.path("spec").has("egress")
                  && policy.at("/spec/podSelector/matchLabels").propertyNames().stream()
                      .allMatch(name ->
                          policy
                              .at("/spec/podSelector/matchLabels")
                              .path(name)
                              .equals(labels.path(name))));
    }
    for (JsonNode policy : policies) {
      for (JsonNode rule : policy.at("/spec/ingress")) {
        assertThat(elements(rule.path("from")))
            .as("peers of the policy %s", Manifests.name(policy))
            .isNotEmpty()
            .allMatch(peer -> !peer.findPath("matchLabels").isEmpty());
      }
    }
  }

  /** As Prometheus relabels: a regular expression for the whole, the last that fits wins. */
  @Test
  void givesTheJobsThatTheRulesKnow() throws Exception {
    Manifests manifests = Manifests.of("production");
    JsonNode relabelings =
        manifests.get("PodMonitor", "chatpush").at("/spec/podMetricsEndpoints/0/relabelings");
    Map<String, String> jobs = new TreeMap<>();
    for (Workload workload : workloads("production")) {
      elements(relabelings)
          .filter(rule -> rule.path("targetLabel").asString().equals("job"))
          .filter(rule ->
              rule.at("/sourceLabels/0")
                  .asString()
                  .equals("__meta_kubernetes_pod_label_app_kubernetes_io_name"))
          .filter(rule -> workload.podName().matches(rule.path("regex").asString()))
          .forEach(rule -> jobs.put(workload.name(), rule.path("replacement").asString()));
    }
    assertThat(jobs)
        .isEqualTo(
            Map.of(
                "token-service", "chatpush-token-service",
                "fan-out", "chatpush-dispatch-service",
                "delivery", "chatpush-dispatch-service"));
    assertThat(jobs.values()).as("jobs of the rules").containsAll(Watching.jobs());
  }

  /** An issuer without audiences would be trusted with tokens that it made for other services. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void acceptsOnlyTokensMadeForChatpush(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      Map<String, String> access =
          workload
              .settings()
              .bind("chatpush.access", Bindable.mapOf(String.class, String.class))
              .orElse(Map.of());
      assertThat(access.keySet())
          .as("issuers of access tokens of %s", workload)
          .anyMatch(name -> name.startsWith("issuers.0."))
          .anyMatch(name -> name.startsWith("issuers.0.audiences"))
          .noneMatch(name -> name.startsWith("issuers.1."));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void mountsEveryFileThatTheSettingsName(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      Map<String, JsonNode> mounts = workload.mounts();
      assertThat(elements(workload.container().path("volumeMounts")))
          .as("mounts of %s: by subPath a new Secret would never arrive", workload)
          .noneMatch(mount -> mount.has("subPath") || mount.has("subPathExpr"));
      for (String file : filesNamedBy(workload)) {
        String directory =
            mounts.keySet().stream()
                .filter(path -> (file + "/").startsWith(path + "/"))
                .findFirst()
                .orElseThrow(() ->
                    new AssertionError(workload + " has nothing mounted where " + file + " is"));
        String inside = file.substring(directory.length()).replaceFirst("^/", "");
        String secret = volume(workload, directory).at("/secret/secretName").asString("");
        if (!secret.isEmpty() && !inside.isEmpty()) {
          assertThat(secret(secret)).as("files of %s", secret).contains(inside);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void givesTimeToStop(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      Binder settings = workload.settings();
      Duration phase =
          settings.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class).get();
      Duration drain =
          settings
              .bind("chatpush.delivery.drain-timeout", Duration.class)
              .orElse(Duration.ofSeconds(15));
      assertThat(drain).as("drain-timeout of %s", workload).isLessThan(phase);
      Duration sleep =
          Duration.ofSeconds(workload.container().at("/lifecycle/preStop/sleep/seconds").asLong(0));
      Duration margin = Duration.ofSeconds(5);
      assertThat(
              Duration.ofSeconds(workload.pod().path("terminationGracePeriodSeconds").asLong(30)))
          .as("grace of %s: its sleep, two phases and a margin", workload)
          .isGreaterThanOrEqualTo(sleep.plus(phase.multipliedBy(2)).plus(margin));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void startsNoMorePodsThanHavePartitions(String overlay) throws Exception {
    int partitions =
        workload(overlay + "/provisioning", "Job", "provisioning")
            .settings()
            .bind("chatpush.provisioning.partitions", Integer.class)
            .get();
    Manifests manifests = Manifests.of(overlay);
    manifests
        .ofKind("ScaledObject")
        .forEach(scaled ->
            assertThat(scaled.at("/spec/maxReplicaCount").asInt())
                .as("maxReplicaCount")
                .isBetween(1, partitions));
    assertThat(
            manifests
                .get("HorizontalPodAutoscaler", "token-service")
                .at("/spec/maxReplicas")
                .asInt())
        .as("maxReplicas")
        .isBetween(1, partitions);
    Workload fanOut = workload(overlay, "StatefulSet", "fan-out");
    int threads = fanOut.settings().bind("chatpush.fan-out.threads", Integer.class).orElse(2);
    assertThat(manifests.get("StatefulSet", "fan-out").at("/spec/replicas").asInt() * threads)
        .as("threads of fan-out")
        .isBetween(1, partitions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "production"})
  void letsPodsReachKafkaAndTheRegistry(String overlay) throws Exception {
    Manifests manifests = Manifests.of(overlay);
    Set<Integer> open =
        elements(manifests.get("NetworkPolicy", "names-kafka-registry").at("/spec/egress"))
            .flatMap(rule -> elements(rule.path("ports")))
            .map(port -> port.path("port").asInt())
            .collect(Collectors.toSet());
    Binder settings = workload(overlay, "Deployment", "delivery").settings();
    String broker = settings.bind("spring.kafka.bootstrap-servers", String.class).get();
    URI registry =
        URI.create(
            settings
                .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                .get()
                .getOrDefault("schema.registry.url", ""));
    assertThat(open)
        .contains(
            Integer.parseInt(broker.replaceFirst(".*:", "")),
            registry.getPort() < 0 ? 443 : registry.getPort());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void keepsToTheRestrictedLevel(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      JsonNode pod = workload.pod();
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(pod.path("enableServiceLinks").asBoolean(true)).as("%s", workload).isFalse();
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean(false)).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
      assertThat(pod.at("/securityContext/seccompProfile/type").asString())
          .isEqualTo("RuntimeDefault");
      JsonNode own = workload.container().path("securityContext");
      assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(own.path("readOnlyRootFilesystem").asBoolean(false)).isTrue();
      assertThat(own.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
      assertThat(workload.container().at("/resources/requests/memory").isString()).isTrue();
      assertThat(workload.container().at("/resources/limits/memory").isString()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void givesOptionsThatJavaTakes(String overlay) throws Exception {
    for (Workload workload : workloads(overlay)) {
      String options =
          workload.environment().getOrDefault("JDK_JAVA_OPTIONS", "@/app/java.options");
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      ProcessBuilder builder = new ProcessBuilder(java, "-version");
      // The image has them from there.
      builder
          .environment()
          .put("JDK_JAVA_OPTIONS", options.replace("/app", Project.file(workload.module()) + ""));
      assertThat(Program.start("java of " + workload, builder, "").await(Duration.ofSeconds(30)))
          .extracting(Program.Ended::status)
          .isEqualTo(0);
    }
  }

  private static List<Workload> workloads(String overlay) throws InterruptedException {
    Manifests manifests = Manifests.of(overlay);
    List<Workload> workloads =
        manifests.workloads().map(object -> new Workload(manifests, object)).toList();
    assertThat(workloads).as("pods of %s", overlay).isNotEmpty();
    return workloads;
  }

  private static Workload workload(String overlay, String kind, String name)
      throws InterruptedException {
    Manifests manifests = Manifests.of(overlay);
    return new Workload(manifests, manifests.get(kind, name));
  }

  private static JsonNode volume(Workload workload, String path) {
    return Objects.requireNonNull(workload.mounts().get(path));
  }

  private static List<String> filesNamedBy(Workload workload) throws IOException {
    List<String> values = new ArrayList<>(workload.environment().values());
    workload.settingFiles().forEach(file -> values.add(String.valueOf(file.getSource())));
    return values.stream()
        .flatMap(value -> OUR_FILES.matcher(value).results())
        .map(MatchResult::group)
        .map(file -> file.replaceFirst("/$", ""))
        .toList();
  }

  /** The keys of an example. */
  private static Set<String> secret(String name) {
    return Manifests.yaml(SECRETS).stream()
        .filter(secret -> Manifests.name(secret).equals(name))
        .flatMap(secret -> secret.path("stringData").propertyNames().stream())
        .collect(Collectors.toSet());
  }
}
