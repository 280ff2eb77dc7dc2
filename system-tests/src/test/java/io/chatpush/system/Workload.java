package io.chatpush.system;

import static io.chatpush.system.Manifests.elements;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import tools.jackson.databind.JsonNode;

/** A Deployment, StatefulSet or Job of chatpush, and what the program in it is told. */
final class Workload {

  /** What is no setting of Spring's. */
  private static final List<String> OF_OTHERS = List.of("JDK_JAVA_OPTIONS");

  private final Manifests manifests;
  private final JsonNode object;

  Workload(Manifests manifests, JsonNode object) {
    this.manifests = manifests;
    this.object = object;
  }

  String name() {
    return Manifests.name(object);
  }

  /** The label by which pods of this kind are told from others. */
  String podName() {
    return object
        .path("spec")
        .path("template")
        .path("metadata")
        .path("labels")
        .path("app.kubernetes.io/name")
        .asString();
  }

  JsonNode pod() {
    return Manifests.podSpec(object);
  }

  JsonNode podLabels() {
    return object.at("/spec/template/metadata/labels");
  }

  JsonNode container() {
    return pod().path("containers").path(0);
  }

  /** The module whose program it runs, as the image is called. */
  String module() {
    return container().path("image").asString().replaceAll("^.*/|:.*$", "");
  }

  /** Variables as the container has them; what Kubernetes fills in is the pod's name. */
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    elements(container().path("env"))
        .forEach(variable -> {
          String value = variable.path("value").asString("a-pod");
          for (Map.Entry<String, String> before : variables.entrySet()) {
            value = value.replace("$(" + before.getKey() + ")", before.getValue());
          }
          variables.put(variable.path("name").asString(), value);
        });
    return variables;
  }

  /** The variables that are settings: all but those for others, and those that others refer to. */
  Map<String, String> settingVariables() {
    String text = container().path("env").toString();
    Map<String, String> settings = environment();
    settings
        .keySet()
        .removeIf(name -> OF_OTHERS.contains(name) || text.contains("$(" + name + ")"));
    return settings;
  }

  /** Where its volumes are, by path. */
  Map<String, JsonNode> mounts() {
    Map<String, JsonNode> volumes =
        elements(pod().path("volumes"))
            .collect(Collectors.toMap(volume -> volume.path("name").asString(), volume -> volume));
    elements(object.path("spec").path("volumeClaimTemplates"))
        .forEach(claim -> volumes.put(Manifests.name(claim), claim));
    Map<String, JsonNode> mounts = new HashMap<>();
    elements(container().path("volumeMounts"))
        .forEach(mount -> {
          JsonNode volume = volumes.remove(mount.path("name").asString());
          if (volume == null) {
            throw new AssertionError(name() + " mounts what is no volume: " + mount);
          }
          mounts.put(mount.path("mountPath").asString(), volume);
        });
    if (!volumes.isEmpty()) {
      throw new AssertionError(name() + " does not mount " + volumes.keySet());
    }
    return mounts;
  }

  /** The files of its ConfigMaps that Spring is told to read, in that order. */
  List<PropertySource<?>> settingFiles() throws IOException {
    List<PropertySource<?>> files = new ArrayList<>();
    String locations = environment().getOrDefault("SPRING_CONFIG_ADDITIONALLOCATION", "");
    for (String location : Stream.of(locations.split(",")).toList()) {
      String directory = location.replaceFirst("^file:", "").replaceFirst("/$", "");
      JsonNode volume = mounts().get(directory);
      if (volume == null) {
        throw new AssertionError(name() + " reads settings where nothing is mounted: " + location);
      }
      String map = volume.path("configMap").path("name").asString();
      String yaml =
          manifests.get("ConfigMap", map).path("data").path("application.yaml").asString();
      files.addAll(load(map, new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8))));
    }
    return files;
  }

  /** Everything the program is told, as Spring Boot would see it. */
  Binder settings() throws IOException {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().stream()
        .map(PropertySource::getName)
        .toList()
        .forEach(environment.getPropertySources()::remove);
    environment
        .getPropertySources()
        .addLast(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new HashMap<>(environment())));
    List<PropertySource<?>> files = settingFiles();
    for (PropertySource<?> file : files.reversed()) {
      environment.getPropertySources().addLast(file);
    }
    Path defaults = Project.file(module() + "/src/main/resources/application.yaml");
    for (PropertySource<?> file : load("defaults", new FileSystemResource(defaults))) {
      environment.getPropertySources().addLast(file);
    }
    ConfigurationPropertySources.attach(environment);
    return Binder.get(environment);
  }

  private static List<PropertySource<?>> load(String name, Resource yaml) throws IOException {
    return new YamlPropertySourceLoader().load(name, yaml);
  }

  /** The settings that its files name. */
  List<String> namesInFiles() throws IOException {
    return settingFiles().stream()
        .flatMap(file -> ((MapPropertySource) file).getSource().keySet().stream())
        .toList();
  }

  @Override
  public String toString() {
    return name();
  }
}
