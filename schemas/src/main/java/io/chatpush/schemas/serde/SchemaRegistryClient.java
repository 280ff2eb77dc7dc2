package io.chatpush.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.RegistryHttp.Answer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/**
 * A registry that speaks the Confluent API, for what has to be done before records flow: is it
 * there, register the contract, set the rule for changes. Every call asks the registry; the serdes
 * have a cache in front of it.
 *
 * <p>Works with Confluent's registry, and with others under the base URL of their Confluent API
 * (Apicurio: {@code /apis/ccompat/v7}). Safe for use by many threads.
 */
public final class SchemaRegistryClient implements AutoCloseable {

  /** What the registry demands of the next schema of a subject. */
  public enum Compatibility {
    NONE,
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    /** The rule of this contract: every version reads every other. */
    FULL_TRANSITIVE
  }

  private final RegistrySettings settings;
  private final RegistryHttp http;

  SchemaRegistryClient(RegistrySettings settings) {
    this.settings = settings;
    this.http = new RegistryHttp(settings);
  }

  /**
   * A client of its own, to be closed.
   *
   * @param properties as of the serdes: {@code schema.registry.url} and what else it takes
   * @throws ConfigException naming the property that is missing, wrong or not supported
   */
  public static SchemaRegistryClient of(Map<String, ?> properties) {
    return new SchemaRegistryClient(new SerdeConfig(properties).registry());
  }

  /** Whether a node answers now; each is asked once. */
  public boolean reachable() {
    try {
      return http.ask("its types", "GET", "/schemas/types", null, 0) instanceof Answer.Found;
    } catch (RegistryUnavailableException e) {
      return false;
    }
  }

  /**
   * Registers a schema, or finds it registered already.
   *
   * @return its id, which goes in front of every record written with it
   * @throws ContractViolationException if the registry refuses it, e.g. as incompatible
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  public int register(String subject, Schema schema) {
    String path = subjectPath(subject) + "/versions";
    return switch (http.ask(subjectName(subject), "POST", path, body(schema))) {
      case Answer.Found(JsonNode json) -> id(json);
      case Answer.Unknown(String message) -> throw refusal(subject, schema, message);
      case Answer.Refused(String message) -> throw refusal(subject, schema, message);
    };
  }

  private ContractViolationException refusal(String subject, Schema schema, String message) {
    return new ContractViolationException(
        "subject "
            + subject
            + ", registry "
            + urls()
            + ": the registry refused the schema of "
            + schema.getFullName()
            + ": "
            + message);
  }

  /**
   * The id under which a subject has exactly this schema, if it has. A generated class's schema may
   * stand there as in its {@code .avsc} file, or with what the class adds for Java, as Confluent's
   * serializer registers it.
   *
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  public Optional<Integer> find(String subject, Schema schema) {
    return find(subject, body(schema))
        .or(() ->
            find(subject, JsonNodeFactory.instance.objectNode().put("schema", schema.toString())));
  }

  private Optional<Integer> find(String subject, ObjectNode body) {
    return switch (http.ask(subjectName(subject), "POST", subjectPath(subject), body)) {
      case Answer.Found(JsonNode json) -> Optional.of(id(json));
      case Answer.Unknown _, Answer.Refused _ -> Optional.empty();
    };
  }

  /**
   * The schema with this id, if any node of the registry knows it.
   *
   * @throws ContractViolationException if what has this id is not an Avro schema that stands alone,
   *     or one with which a few bytes could cost much time or memory, see {@link WriterSchemas}
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  public Optional<Schema> schema(int id) {
    return switch (http.ask("schema id " + id, "GET", "/schemas/ids/" + id, null)) {
      case Answer.Found(JsonNode json) -> Optional.of(parse(id, json));
      case Answer.Unknown _, Answer.Refused _ -> Optional.empty();
    };
  }

  /**
   * Sets the rule for new schemas of one subject.
   *
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  public void setCompatibility(String subject, Compatibility level) {
    putCompatibility("/config/" + RecordKeys.encode(subject), level);
  }

  /**
   * Sets the rule for new schemas of all subjects that have none of their own.
   *
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  public void setCompatibility(Compatibility level) {
    putCompatibility("/config", level);
  }

  /**
   * Registers the schema of every topic of the contract as it stands in this version, and demands
   * {@link Compatibility#FULL_TRANSITIVE} of it and all later ones. Repeatable.
   *
   * @throws ContractViolationException if the registry refuses one as incompatible
   * @throws RegistryUnavailableException if no node gave a usable answer
   */
  public void registerContract() {
    for (Topic topic : Topics.ALL) {
      Schema schema = Contract.ofTopic(topic.name());
      if (schema != null) {
        String subject = Contract.subject(topic.name());
        setCompatibility(subject, Compatibility.FULL_TRANSITIVE);
        register(subject, schema);
      }
    }
  }

  private void putCompatibility(String path, Compatibility level) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
    String refusal =
        switch (http.ask("compatibility " + level, "PUT", path, body)) {
          case Answer.Found _ -> null;
          case Answer.Unknown(String message) -> message;
          case Answer.Refused(String message) -> message;
        };
    if (refusal != null) {
      throw new ContractViolationException(
          "registry " + urls() + ": compatibility " + level + " was refused: " + refusal);
    }
  }

  /** The registry's URLs as they may be shown: without credentials. */
  public String urls() {
    return settings.urls();
  }

  private static String subjectName(String subject) {
    return "subject " + subject;
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + RecordKeys.encode(subject);
  }

  private static ObjectNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", Contract.published(schema));
  }

  private int id(JsonNode json) {
    JsonNode id = json.path("id");
    if (!id.isInt()) {
      throw new RegistryUnavailableException(
          "registry " + urls() + ": the answer to a schema has no id");
    }
    return id.intValue();
  }

  private Schema parse(int id, JsonNode json) {
    String where = "schema id " + id + ", registry " + urls() + ": ";
    String type = json.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new ContractViolationException(
          where + "this is a schema of type " + RegistryHttp.excerpt(type));
    }
    if (!json.path("schema").isTextual()) {
      throw new RegistryUnavailableException(where + "the answer has no schema in it", true);
    }
    Schema schema;
    try {
      schema = new Schema.Parser().parse(json.path("schema").textValue());
    } catch (RuntimeException | StackOverflowError e) {
      // Avro's parser has an exception for some mistakes and a NullPointerException for others, and
      // goes as deep as the text does.
      throw new ContractViolationException(where + "not an Avro schema that stands alone");
    }
    String fault = WriterSchemas.fault(schema);
    if (fault != null) {
      throw new ContractViolationException(where + "the schema is not accepted: " + fault);
    }
    return schema;
  }

  @Override
  public void close() {
    http.close();
  }
}
