package io.chatpush.apps;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.serialization.NodeReader;
import com.networknt.schema.utils.JsonNodes;
import io.chatpush.events.ChatEventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads an app file, YAML 1.2 or JSON: checks it against {@code app.schema.json}, puts it above the
 * defaults of the product, and lets the checks look at the result. A file is taken as a whole or
 * not at all. Thread-safe.
 */
final class AppFileReader {

  /** No file that a person writes is longer, and each is read again and again. */
  static final int MOST_BYTES = 1_048_576;

  private static final String SCHEMA = "app.schema.json";

  /** What a file came to. */
  sealed interface Reading {

    /** It can be used. */
    record Read(App app) implements Reading {}

    /**
     * It cannot be used.
     *
     * @param faults at least one
     */
    record Rejected(List<AppFileFault> faults) implements Reading {}
  }

  private final List<AppCheck> checks;
  private final AppDefaults defaults = AppDefaults.ofProduct();
  private final NodeReader nodes;
  private final Schema schema;

  AppFileReader(List<AppCheck> checks) {
    this.checks = List.copyOf(checks);
    YAMLMapper yaml =
        YAMLMapper.builder(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .build();
    nodes = NodeReader.builder().yamlMapper(yaml).locationAware().build();
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .errorMessageKeyword("message")
            .locale(Locale.ENGLISH)
            .build();
    try (InputStream file = AppFileReader.class.getResourceAsStream(SCHEMA)) {
      schema =
          SchemaRegistry.withDefaultDialect(
                  SpecificationVersion.DRAFT_2020_12,
                  registry -> registry.schemaRegistryConfig(config))
              .getSchema(file, InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this module is readable", e);
    }
  }

  /**
   * Reads a file.
   *
   * @param name of the file, without which an app that does not say its id has none
   */
  Reading read(String name, ByteBuffer bytes) {
    if (bytes.remaining() > MOST_BYTES) {
      return rejected(
          "has %d bytes, at most %d are allowed".formatted(bytes.remaining(), MOST_BYTES));
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return rejected("is not UTF-8");
    }
    JsonNode file;
    try {
      file = nodes.readTree(text, InputFormat.YAML);
    } catch (JacksonException e) {
      return new Reading.Rejected(List.of(unreadable(e)));
    }
    if (file == null || file.isMissingNode() || file.isNull()) {
      return rejected("is empty");
    }
    List<AppFileFault> faults = new ArrayList<>();
    for (Error error : schema.validate(file)) {
      faults.add(fault(error));
    }
    if (!faults.isEmpty()) {
      faults.sort(Comparator.comparingInt(AppFileFault::line));
      return new Reading.Rejected(faults);
    }
    checkOptions(file, faults);
    if (!faults.isEmpty()) {
      return new Reading.Rejected(faults);
    }
    App app = defaults.app(idOf(name), file);
    for (AppCheck check : checks) {
      for (AppCheck.Complaint complaint : check.complaints(app)) {
        AppFileFault fault = fault(file, inFile(file, complaint.path()), complaint.complaint());
        if (!faults.contains(fault)) {
          faults.add(fault);
        }
      }
    }
    return faults.isEmpty() ? new Reading.Read(app) : new Reading.Rejected(faults);
  }

  private void checkOptions(JsonNode file, List<AppFileFault> faults) {
    for (ChatEventType type : AppDefaults.TYPES) {
      checkOptions(file, AppDefaults.EVENT_TYPES, type.name(), faults);
    }
    for (String name : file.path(AppDefaults.CUSTOM_TYPES).propertyNames()) {
      checkOptions(file, AppDefaults.CUSTOM_TYPES, name, faults);
    }
  }

  /** What is wrong in the defaults is wrong in each type, and is said once. */
  private void checkOptions(JsonNode file, String kind, String name, List<AppFileFault> faults) {
    for (AppCheck.Complaint complaint : OptionCheck.complaints(defaults.event(file, kind, name))) {
      boolean own = isIn(file.path(kind).path(name), complaint.path());
      List<String> path = new ArrayList<>();
      path.addAll(own ? List.of(kind, name) : List.of(AppDefaults.DEFAULTS));
      path.addAll(complaint.path());
      AppFileFault fault = fault(file, path, complaint.complaint());
      if (!faults.contains(fault)) {
        faults.add(fault);
      }
    }
  }

  /** Returns the path of the setting where the file has it: in its type, or in the defaults. */
  private static List<String> inFile(JsonNode file, List<String> path) {
    if (path.size() <= 2 || isIn(file, path)) {
      return path;
    }
    List<String> inDefaults = new ArrayList<>();
    inDefaults.add(AppDefaults.DEFAULTS);
    inDefaults.addAll(path.subList(2, path.size()));
    return isIn(file, inDefaults) ? inDefaults : path;
  }

  private static boolean isIn(JsonNode node, List<String> path) {
    JsonNode at = node;
    for (String name : path) {
      at = child(at, name);
    }
    return !at.isMissingNode();
  }

  private static AppFileFault fault(JsonNode file, List<String> path, String complaint) {
    return new AppFileFault(lineOf(file, path), String.join(".", path), complaint);
  }

  /** Returns the name of a file without its ending. */
  private static String idOf(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private static Reading rejected(String complaint) {
    return new Reading.Rejected(List.of(new AppFileFault(0, "", complaint)));
  }

  /** Without what the parser quotes of the file. */
  private static AppFileFault unreadable(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    String said = String.valueOf(e.getOriginalMessage());
    String complaint =
        said.startsWith("Duplicate") ? "the same name occurs twice in one block" : "is not YAML";
    return new AppFileFault(
        location == null ? 0 : Math.max(0, location.getLineNr()), "", complaint);
  }

  private static AppFileFault fault(Error error) {
    String path = dotted(error.getInstanceLocation());
    JsonNode node = error.getInstanceNode();
    String property = error.getProperty();
    String complaint =
        switch (error.getKeyword()) {
          case "additionalProperties" -> {
            path = join(path, property);
            node = node == null || property == null ? node : node.get(property);
            yield "is no setting of an app file";
          }
          case "required" -> {
            path = join(path, property);
            yield "is missing";
          }
          case "type" -> type(error);
          default -> error.getMessage();
        };
    return new AppFileFault(line(node), path, complaint);
  }

  /** The validator's own sentence names both types without saying which one is wanted. */
  private static String type(Error error) {
    Object[] types = error.getArguments();
    return error.isCustomMessage() || types.length < 2
        ? error.getMessage()
        : "must be %s, not %s".formatted(types[1], types[0]);
  }

  private static String dotted(NodePath location) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < location.getNameCount(); i++) {
      Object element = location.getElement(i);
      names.add(element == null ? "" : element.toString());
    }
    return String.join(".", names);
  }

  private static String join(String path, @Nullable String property) {
    String name = property == null ? "" : property;
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Returns the line of the setting, or of the nearest one above it that is in the file. */
  private static int lineOf(JsonNode file, List<String> path) {
    JsonNode node = file;
    for (String name : path) {
      JsonNode next = child(node, name);
      if (next.isMissingNode()) {
        break;
      }
      node = next;
    }
    return line(node);
  }

  /** Returns the setting of that name, or the entry of a list at that index; missing if absent. */
  private static JsonNode child(JsonNode node, String name) {
    return node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
  }

  private static int line(@Nullable JsonNode node) {
    if (node == null) {
      return 0;
    }
    TokenStreamLocation location = JsonNodes.tokenStreamLocationOf(node);
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }
}
