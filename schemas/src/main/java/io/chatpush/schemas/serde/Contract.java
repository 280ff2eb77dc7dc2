package io.chatpush.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.chatpush.events.RecordModel;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The records there are, and which topic holds which. */
final class Contract {

  private static final String JAVA_STRING = "avro.java.string";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Schema> RECORDS = new HashMap<>();
  private static final Map<String, Schema> BY_TOPIC = new HashMap<>();

  static {
    RecordModel model = new RecordModel();
    for (Topic topic : Topics.ALL) {
      Class<? extends SpecificRecord> value = topic.value();
      if (value != null) {
        Schema schema = model.getSchema(value);
        RECORDS.put(schema.getFullName(), schema);
        BY_TOPIC.put(topic.name(), schema);
      }
    }
  }

  private Contract() {}

  /**
   * The schema of our own class for a record of this name, or null if it is not of the contract.
   */
  static @Nullable Schema record(String fullName) {
    return RECORDS.get(fullName);
  }

  /** The full names of all records. */
  static Set<String> records() {
    return Set.copyOf(RECORDS.keySet());
  }

  /** The schema of what a topic holds, or null for a topic that is not of the contract. */
  static @Nullable Schema ofTopic(String topic) {
    return BY_TOPIC.get(topic);
  }

  /** Whether a topic may hold a record; one that is not of the contract may hold any. */
  static boolean allows(String topic, Schema schema) {
    Schema held = BY_TOPIC.get(topic);
    return held == null || held.getFullName().equals(schema.getFullName());
  }

  /** The subject of a topic's values: TopicNameStrategy. */
  static String subject(String topic) {
    return topic + "-value";
  }

  /**
   * A schema as it stands in the registry: as in its {@code .avsc} file, without what the generated
   * class adds for Java, so that producers in all languages find the same one.
   */
  static String published(Schema schema) {
    try {
      return withoutJavaString(JSON.readTree(schema.toString())).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro printed a schema that is not JSON", e);
    }
  }

  private static JsonNode withoutJavaString(JsonNode node) {
    if (node instanceof ObjectNode object) {
      boolean plainString =
          object.remove(JAVA_STRING) != null
              && object.size() == 1
              && object.path("type").asText().equals("string");
      if (plainString) {
        return TextNode.valueOf("string");
      }
      for (Map.Entry<String, JsonNode> property : object.properties()) {
        property.setValue(withoutJavaString(property.getValue()));
      }
    } else if (node instanceof ArrayNode array) {

      for (int i = 0; i < array.size(); i++) {
        array.set(i, withoutJavaString(array.get(i)));
      }
    }
    return node;
  }
}
