package io.chatpush.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every setting that the services understand: chatpush's own by their records, Spring Boot's by the
 * metadata in its jars. In the form that makes variables and lines of YAML comparable.
 */
final class KnownSettings {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private final Set<String> names = new HashSet<>();
  private final Set<String> maps = new HashSet<>();

  KnownSettings() throws IOException {
    Settings.all().forEach(setting -> names.add(uniform(setting.name())));
    ClassLoader classes = KnownSettings.class.getClassLoader();
    for (URL metadata : Collections.list(classes.getResources(METADATA))) {
      try (InputStream json = metadata.openStream()) {
        for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
          String name = uniform(property.path("name").asString());
          names.add(name);
          if (property.path("type").asString("").startsWith("java.util.Map")) {
            maps.add(name + ".");
          }
        }
      }
    }
  }

  /** Whether there is a setting of this name, as YAML has it. */
  boolean has(String name) {
    String uniform = uniform(name);
    return names.contains(uniform)
        || names.contains(uniform.replaceFirst("\\[n]$", ""))
        || names.contains(uniform.replaceFirst("^chatpush\\.apps\\.[^.]+", "chatpush.apps.<appid>"))
        || maps.stream().anyMatch(uniform::startsWith);
  }

  /** Whether there is a setting of this name, or one whose name begins with it and a dot. */
  boolean begins(String name) {
    String uniform = uniform(name);
    return has(name)
        || names.stream().anyMatch(known -> known.startsWith(uniform + "."))
        || names.stream().anyMatch(known -> known.startsWith(uniform + "["));
  }

  /** Whether there is a setting that this environment variable sets. */
  boolean hasVariable(String name) {
    return has(name.replace('_', '.'));
  }

  private static String uniform(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replaceAll("\\[\\d+]", "[n]");
  }
}
