package io.chatpush.fcm.simulator.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.fcm.simulator.message.Shape.Field;
import io.chatpush.fcm.simulator.message.Shape.Kind;
import io.chatpush.fcm.simulator.message.Shape.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and checks one send request in one pass over its bytes. What is wrong with the JSON itself
 * is all reported at once, as Google's front end does; what FCM checks, one thing at a time.
 */
public final class SendRequestReader {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern DURATION = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,9})?s");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

  private final JsonParser json;
  private final FieldPath path = new FieldPath();
  private final MessageRules rules = new MessageRules();
  private @Nullable List<FieldViolation> violations;

  private SendRequestReader(JsonParser json) {
    this.json = json;
  }

  /** Reads the request in {@code bytes} from {@code offset}. */
  public static SendRequest read(byte[] bytes, int offset, int length) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      return new SendRequestReader(parser).read();
    } catch (JacksonException e) {
      return notJson(bytes, offset, length, e);
    }
  }

  private SendRequest read() {
    JsonToken first = json.nextToken();
    if (first == null) {
      return rules.check();
    }
    if (first != JsonToken.START_OBJECT) {
      json.skipChildren();
      violate(
          "", "Invalid JSON payload received. Unknown name \"\": Root element must be a message.");
    } else {
      readMessage(Shape.REQUEST);
    }
    if (json.nextToken() != null) {
      violate("", "Invalid JSON payload received. Parsing terminated before end of input.");
    }
    if (violations == null) {
      return rules.check();
    }
    String message =
        String.join("\n", violations.stream().map(FieldViolation::description).toList());
    return new SendRequest.Invalid(message, violations, false);
  }

  private void readMessage(Shape shape) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      Field field = shape.field(name);
      JsonToken value = json.nextToken();
      if (field == null) {
        violate(path.toString(), unknown(name, path.toString()) + ": Cannot find field.");
        json.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        path.push(name);
        readField(field, name, value);
        path.pop();
      }
    }
  }

  private void readField(Field field, String name, JsonToken value) {
    switch (field.kind()) {
      case MESSAGE -> {
        if (value == JsonToken.START_OBJECT && field.shape() != null) {
          readMessage(field.shape());
        } else {
          invalid(field, value);
        }
      }
      case MAP -> {
        if (value == JsonToken.START_OBJECT) {
          readMap(field);
        } else {
          invalid(field, value);
        }
      }
      case STRUCT -> {
        if (value == JsonToken.START_OBJECT) {
          readStruct(field, 0);
        } else {
          invalid(field, value);
        }
      }
      case STRINGS, DURATIONS -> readList(field, value);
      case STRING, BOOL, INT, NUMBER, ENUM, DURATION, TIMESTAMP -> {
        if (takes(field, value)) {
          rules.add(field.payload(), Utf8.length(name) + valueLength(value));
          keep(field.role(), name);
        } else {
          invalid(field, value);
        }
      }
    }
  }

  private void keep(Role role, String name) {
    switch (role) {
      case NONE, DATA, APNS_HEADERS, WEB_NOTIFICATION -> {}
      case TOKEN, FID, TOPIC, CONDITION -> {
        if (!rules.target(role, json.getString())) {
          String parent = path.parent();
          violate(
              parent,
              "Invalid value at '%s' (oneof), oneof field 'target' is already set. Cannot set '%s'"
                  .formatted(parent, name));
        }
      }
      case VALIDATE_ONLY -> rules.validateOnly(json.currentToken() == JsonToken.VALUE_TRUE);
      case ANDROID_TTL -> rules.androidTtl(path.toString(), json.getString());
      case ANDROID_TAG -> rules.androidTag(json.getString());
      case ANALYTICS_LABEL -> rules.analyticsLabel(path.toString(), json.getString());
    }
  }

  private void readMap(Field field) {
    int index = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        rules.add(field.payload(), Utf8.length(key) + valueLength(value));
        if (field.role() == Role.DATA) {
          rules.data(path, key, json);
        } else if (field.role() == Role.APNS_HEADERS && key.equals("apns-collapse-id")) {
          rules.apnsCollapseId(json.getString());
        }
      } else {
        String map = path.last();
        path.pop();
        path.push(map + '[' + index + ']');
        path.push("value");
        invalid(field, value);
        path.pop();
        path.pop();
        path.push(map);
      }
      index++;
    }
  }

  private void readStruct(Field field, int depth) {
    JsonToken token;
    while ((token = json.nextToken()) != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
      if (token == JsonToken.PROPERTY_NAME) {
        rules.add(field.payload(), Utf8.length(json.currentName()));
      } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        readStruct(field, depth + 1);
      } else {
        rules.add(field.payload(), valueLength(token));
        if (depth == 0
            && field.role() == Role.WEB_NOTIFICATION
            && token == JsonToken.VALUE_STRING
            && json.currentName().equals("tag")) {
          rules.webTag(json.getString());
        }
      }
    }
  }

  private void readList(Field field, JsonToken value) {
    if (value != JsonToken.START_ARRAY) {
      invalid(field, value);
      return;
    }
    JsonToken element;
    while ((element = json.nextToken()) != JsonToken.END_ARRAY) {
      boolean taken =
          element == JsonToken.VALUE_STRING
              && (field.kind() == Kind.STRINGS || DURATION.matcher(json.getString()).matches());
      if (taken) {
        rules.add(field.payload(), valueLength(element));
      } else {
        invalid(field, element);
      }
    }
  }

  private boolean takes(Field field, JsonToken value) {
    return switch (field.kind()) {
      case STRING -> value == JsonToken.VALUE_STRING;
      case BOOL -> value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE;
      case INT -> value == JsonToken.VALUE_NUMBER_INT;
      case NUMBER -> value.isNumeric();
      case ENUM ->
          value == JsonToken.VALUE_NUMBER_INT
              || (value == JsonToken.VALUE_STRING && field.values().contains(json.getString()));
      case DURATION ->
          value == JsonToken.VALUE_STRING && DURATION.matcher(json.getString()).matches();
      case TIMESTAMP ->
          value == JsonToken.VALUE_STRING && TIMESTAMP.matcher(json.getString()).matches();
      case STRINGS, DURATIONS, MAP, STRUCT, MESSAGE -> false;
    };
  }

  private int valueLength(JsonToken value) {
    return value == JsonToken.VALUE_STRING
        ? Utf8.length(json.getStringCharacters(), json.getStringOffset(), json.getStringLength())
        : json.getStringLength();
  }

  /** Says that the value does not fit its field, in the words of Google's JSON front end. */
  private void invalid(Field field, JsonToken value) {
    String at = path.toString();
    if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
      boolean list = value == JsonToken.START_ARRAY;
      json.skipChildren();
      violate(
          path.parent(),
          unknown(path.last(), path.parent())
              + (list
                  ? ": Proto field is not repeating, cannot start list."
                  : ": Starting an object on a scalar field."));
      return;
    }
    String shown =
        value == JsonToken.VALUE_STRING ? '"' + json.getString() + '"' : json.getString();
    String reason =
        field.kind() == Kind.DURATION || field.kind() == Kind.DURATIONS
            ? "Field '%s', Illegal duration format; duration must end with 's'"
                .formatted(path.last())
            : shown;
    violate(at, "Invalid value at '%s' (%s), %s".formatted(at, field.type(), reason));
  }

  private static String unknown(String name, String at) {
    return "Invalid JSON payload received. Unknown name \"%s\"%s"
        .formatted(name, at.isEmpty() ? "" : " at '" + at + "'");
  }

  private void violate(String field, String description) {
    if (violations == null) {
      violations = new ArrayList<>();
    }
    violations.add(new FieldViolation(field, description));
  }

  private static SendRequest notJson(byte[] bytes, int offset, int length, JacksonException e) {
    var location = e.getLocation();
    long at = location == null ? length : Math.clamp(location.getByteOffset() - 1, 0, length);
    int from = (int) Math.max(0, at - 20);
    int to = (int) Math.min(length, at + 20);
    String before = oneLine(new String(bytes, offset + from, (int) at - from, UTF_8));
    String after = oneLine(new String(bytes, offset + (int) at, to - (int) at, UTF_8));
    String message =
        "Invalid JSON payload received. %s\n%s%s\n%s^"
            .formatted(
                at >= length ? "Unexpected end of string." : "Unexpected token.",
                before,
                after,
                " ".repeat(before.length()));
    return new SendRequest.Invalid(message, List.of(new FieldViolation("", message)), false);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
