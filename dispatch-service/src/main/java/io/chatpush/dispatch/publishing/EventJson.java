package io.chatpush.dispatch.publishing;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.rules.Ids;
import io.chatpush.service.SafeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a chat event that is written as JSON: an object with the fields of {@link
 * ChatMessageEvent}, by the same names. A time is a text in the form of ISO 8601, or the number of
 * milliseconds since 1970. {@code null} counts as absent. Without {@code sent_at} the event was
 * sent now, and the audience is always {@code EXPLICIT} unless the event says otherwise.
 *
 * <p>Checks types only; whether the values keep the rules is for fan-out to say. One exception
 * names all fields that are wrong, and quotes no value. A field that is not known is wrong, so that
 * a misspelt one is not ignored.
 *
 * <p>Used by one thread, for one event.
 */
public final class EventJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Set<String> FIELDS =
      ChatMessageEvent.getClassSchema().getFields().stream()
          .map(Schema.Field::name)
          .collect(Collectors.toCollection(TreeSet::new));

  /** Names of unknown fields come from the caller; a longer one is cut in the response. */
  private static final int LONGEST_NAME = 64;

  /** A body has room for thousands of wrong fields; a response must stay small. */
  private static final int MOST_ERRORS = 20;

  private final JsonNode event;
  private final List<FieldError> errors = new ArrayList<>();

  private EventJson(JsonNode event) {
    this.event = event;
  }

  /**
   * Returns the event.
   *
   * @param app the app for which it is published; the event may name it as well, but no other
   * @param now the time of an event that has no {@code sent_at}
   * @throws ProblemException if the bytes are not a JSON object, or fields of it are wrong
   */
  public static ChatMessageEvent read(byte[] json, String app, Instant now) {
    return new EventJson(object(json)).read(app, now);
  }

  /** Returns the id of an event of which other fields may be wrong; {@code null} without an id. */
  static @Nullable String messageId(byte[] json) {
    try {
      JsonNode id = JSON.readTree(json).path("message_id");
      return id.isString() && Ids.fault(id.stringValue()) == Ids.Fault.NONE
          ? id.stringValue()
          : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static JsonNode object(byte[] json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new ProblemException(
          Problem.of(
              ProblemType.MALFORMED_JSON,
              at == null
                  ? "The event is not JSON."
                  : "The event is not JSON from line %d, column %d on."
                      .formatted(at.getLineNr(), at.getColumnNr())));
    }
    if (!node.isObject()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "The event must be a JSON object."));
    }
    return node;
  }

  private ChatMessageEvent read(String app, Instant now) {
    String named = text("app_id");
    if (named != null && !named.equals(app)) {
      wrong("app_id", "is another app than that of the path");
    }
    Instant sentAt = time("sent_at");
    Audience audience = constant("audience", Audience.values());
    MessagePriority priority = constant("priority", MessagePriority.values());
    ChatEventType type = constant("event_type", ChatEventType.values());
    if (type == null) {
      required("event_type");
    }
    ChatMessageEvent read =
        ChatMessageEvent.newBuilder()
            .setAppId(app)
            .setMessageId(required("message_id"))
            .setEventType(type == null ? ChatEventType.UNKNOWN : type)
            .setChannelId(required("channel_id"))
            .setChannelName(text("channel_name"))
            .setSenderId(required("sender_id"))
            .setSenderName(text("sender_name"))
            .setAudience(audience == null ? Audience.EXPLICIT : audience)
            .setRecipients(texts("recipients"))
            .setExclude(texts("exclude"))
            .setMentions(texts("mentions"))
            .setBody(text("body"))
            .setMedia(text("media"))
            .setData(data())
            .setPriority(priority == null ? MessagePriority.UNKNOWN : priority)
            .setSentAt(sentAt == null ? now : sentAt)
            .setExpiresAt(time("expires_at"))
            .setOnlyDeviceIds(texts("only_device_ids"))
            .setCustomType(text("custom_type"))
            .setMediaCount(or(number("media_count"), 0))
            .setReaction(text("reaction"))
            .setImage(text("image"))
            .setLink(text("link"))
            .setSound(text("sound"))
            .setBadge(number("badge"))
            .setCategory(text("category"))
            .setCollapseKey(text("collapse_key"))
            .setThread(text("thread"))
            .setSilent(flag("silent"))
            .setAnalyticsLabel(text("analytics_label"))
            .build();
    event.propertyNames().stream()
        .filter(name -> !FIELDS.contains(name))
        .forEach(name ->
            wrong(
                SafeText.sentence(name, LONGEST_NAME),
                "is not known; there are " + String.join(", ", FIELDS)));
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.invalid(errors.size() > MOST_ERRORS ? errors.subList(0, MOST_ERRORS) : errors));
    }
    return read;
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  private @Nullable JsonNode value(String field) {
    JsonNode value = event.get(field);
    return value == null || value.isNull() ? null : value;
  }

  private String required(String field) {
    if (value(field) == null) {
      wrong(field, "is required");
      return "";
    }
    String text = text(field);
    return text == null ? "" : text;
  }

  private @Nullable String text(String field) {
    return read(field, "must be a text", value -> value.isString() ? value.stringValue() : null);
  }

  private @Nullable Integer number(String field) {
    return read(
        field,
        "must be a whole number",
        value -> value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : null);
  }

  private @Nullable Boolean flag(String field) {
    return read(
        field, "must be true or false", value -> value.isBoolean() ? value.booleanValue() : null);
  }

  private @Nullable Instant time(String field) {
    return read(
        field,
        "must be a time such as 2026-01-02T03:04:05Z, or milliseconds since 1970",
        value -> {
          if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Instant.ofEpochMilli(value.longValue());
          }
          try {
            // In milliseconds, as the contract has it: a time of another millennium may have none.
            return value.isString()
                ? Instant.ofEpochMilli(Instant.parse(value.stringValue()).toEpochMilli())
                : null;
          } catch (DateTimeException | ArithmeticException e) {
            return null;
          }
        });
  }

  private <E extends Enum<E>> @Nullable E constant(String field, E[] constants) {
    List<E> known =
        Arrays.stream(constants).filter(constant -> !constant.name().equals("UNKNOWN")).toList();
    return read(
        field,
        "must be one of " + known.stream().map(Enum::name).collect(Collectors.joining(", ")),
        value ->
            known.stream()
                .filter(constant -> value.isString() && constant.name().equals(value.stringValue()))
                .findFirst()
                .orElse(null));
  }

  private List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    JsonNode value = value(field);
    if (value == null) {
      return texts;
    }
    boolean right = value.isArray();
    for (JsonNode one : value) {
      right &= one.isString();
      texts.add(one.isString() ? one.stringValue() : "");
    }
    if (!right) {
      wrong(field, "must be a list of texts");
    }
    return texts;
  }

  private Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    JsonNode value = value("data");
    if (value == null) {
      return data;
    }
    boolean right = value.isObject();
    for (Map.Entry<String, JsonNode> datum : value.properties()) {
      right &= datum.getValue().isString();
      data.put(datum.getKey(), datum.getValue().isString() ? datum.getValue().stringValue() : "");
    }
    if (!right) {
      wrong("data", "must be an object whose values are texts; FCM takes no other values");
    }
    return data;
  }

  private <T> @Nullable T read(
      String field, String rule, Function<JsonNode, @Nullable T> conversion) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    T converted = conversion.apply(value);
    if (converted == null) {
      wrong(field, rule);
    }
    return converted;
  }
}
