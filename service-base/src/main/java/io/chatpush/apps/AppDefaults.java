package io.chatpush.apps;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The settings of an app where its file says nothing, and how a file is put above them. For a type
 * of event there are four layers: the product's defaults for all types, the file's, the product's
 * for the type, the file's. A later layer wins, name by name; lists are replaced as a whole.
 */
final class AppDefaults {

  private static final String RESOURCE = "defaults.yaml";
  static final String DEFAULTS = "defaults";
  static final String EVENT_TYPES = "event-types";
  static final String CUSTOM_TYPES = "custom-types";

  /** The types that a file names itself. */
  static final Set<ChatEventType> TYPES =
      Collections.unmodifiableSet(
          EnumSet.complementOf(EnumSet.of(ChatEventType.UNKNOWN, ChatEventType.CUSTOM)));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new Durations())
                  .addDeserializer(IdPattern.class, new Patterns())
                  .addDeserializer(DataSize.class, new Sizes()))
          .build();

  private final ObjectNode product;

  private AppDefaults(ObjectNode product) {
    this.product = product;
  }

  static AppDefaults ofProduct() {
    try (InputStream file = AppDefaults.class.getResourceAsStream(RESOURCE)) {
      return new AppDefaults((ObjectNode) new YAMLMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this module is readable", e);
    }
  }

  /**
   * Returns the settings that a file leads to.
   *
   * @param id of the app if the file does not say it
   * @param file that keeps the schema of app files
   */
  App app(String id, JsonNode file) {
    ObjectNode app = MAPPER.createObjectNode();
    app.put("id", id);
    put(app, product);
    put(app, file);
    app.remove(DEFAULTS);
    app.remove(EVENT_TYPES);
    app.remove(CUSTOM_TYPES);
    Map<ChatEventType, EventSettings> types = new EnumMap<>(ChatEventType.class);
    for (ChatEventType type : TYPES) {
      types.put(type, settings(event(file, EVENT_TYPES, type.name())));
    }
    Map<String, EventSettings> customTypes = new HashMap<>();
    for (String name : file.path(CUSTOM_TYPES).propertyNames()) {
      customTypes.put(name, settings(event(file, CUSTOM_TYPES, name)));
    }
    return MAPPER.treeToValue(app, Rest.class).with(types, customTypes);
  }

  /** An app without what its types of event are. */
  private record Rest(
      String id,
      App.@Nullable Firebase firebase,
      Set<Platform> platforms,
      Set<String> origins,
      String locale,
      App.Privacy privacy,
      App.Limits limits) {

    App with(Map<ChatEventType, EventSettings> types, Map<String, EventSettings> customTypes) {
      return new App(id, firebase, platforms, origins, locale, privacy, limits, types, customTypes);
    }
  }

  private static EventSettings settings(ObjectNode event) {
    return MAPPER
        .readerFor(EventSettings.class)
        .withAttribute(Patterns.VARIABLES, variables(event))
        .readValue(event);
  }

  /** Returns what the settings of a type declare. */
  static Set<String> variables(JsonNode event) {
    return event
        .path("variables")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the settings of a type as they are in effect, as JSON. */
  ObjectNode event(JsonNode file, String kind, String name) {
    ObjectNode event = MAPPER.createObjectNode();
    put(event, product.path(DEFAULTS));
    put(event, file.path(DEFAULTS));
    put(event, product.path(kind).path(name));
    put(event, file.path(kind).path(name));
    return event;
  }

  private static void put(ObjectNode below, JsonNode above) {
    for (Map.Entry<String, JsonNode> property : above.properties()) {
      JsonNode present = below.get(property.getKey());
      if (present instanceof ObjectNode object && property.getValue().isObject()) {
        put(object, property.getValue());
      } else {
        below.set(property.getKey(), property.getValue().deepCopy());
      }
    }
  }

  /** Patterns with the variables that the settings of their type declare. */
  private static final class Patterns extends StdDeserializer<IdPattern> {

    static final String VARIABLES = "variables";

    Patterns() {
      super(IdPattern.class);
    }

    @Override
    @SuppressWarnings("unchecked") // It is set above.
    public @Nullable IdPattern deserialize(JsonParser parser, DeserializationContext context) {
      return IdPattern.compile(parser.getString(), (Set<String>) context.getAttribute(VARIABLES));
    }
  }

  /** Durations as Spring's settings have them: {@code 30s}. */
  private static final class Durations extends StdDeserializer<Duration> {

    Durations() {
      super(Duration.class);
    }

    @Override
    public @Nullable Duration deserialize(JsonParser parser, DeserializationContext context) {
      return DurationStyle.SIMPLE.parse(parser.getString());
    }
  }

  /** Sizes as Spring's settings have them: {@code 500KB}. */
  private static final class Sizes extends StdDeserializer<DataSize> {

    Sizes() {
      super(DataSize.class);
    }

    @Override
    public @Nullable DataSize deserialize(JsonParser parser, DeserializationContext context) {
      return DataSize.parse(parser.getString());
    }
  }
}
