package io.chatpush.token.web;

import io.chatpush.token.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON by hand, so that one answer names every field that is wrong, and no answer quotes what
 * was in it.
 */
final class JsonFields {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Names of unknown fields come from the client; a longer one is cut in the answer. */
  private static final int LONGEST_NAME_SHOWN = 64;

  private final List<FieldError> errors = new ArrayList<>();

  /**
   * The object that {@code body} is.
   *
   * @throws ProblemException if it is none
   */
  static JsonNode object(byte[] body) {
    JsonNode node = parse(body);
    if (!node.isObject()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "The body must be a JSON object."));
    }
    return node;
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new ProblemException(
          Problem.of(
              ProblemType.MALFORMED_JSON,
              at == null
                  ? "The body is not JSON."
                  : "The body is not JSON from line %d, column %d on."
                      .formatted(at.getLineNr(), at.getColumnNr())));
    }
  }

  /** What is wrong so far. */
  List<FieldError> errors() {
    return errors;
  }

  void wrong(String field, String rule) {
    errors.add(new FieldError(field, rule));
  }

  void refuseUnknown(JsonNode object, String path, Set<String> known) {
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        String shown =
            name.length() <= LONGEST_NAME_SHOWN
                ? name
                : name.substring(0, LONGEST_NAME_SHOWN) + "\u2026";
        wrong(path + shown, "is not a field of a registration");
      }
    }
  }

  <T> @Nullable T required(JsonNode object, String path, String name, Function<String, T> value) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      wrong(path + name, "is required");
      return null;
    }
    return value(node, path + name, value);
  }

  <T> @Nullable T optional(JsonNode object, String path, String name, Function<String, T> value) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : value(node, path + name, value);
  }

  private <T> @Nullable T value(JsonNode node, String field, Function<String, T> value) {
    if (!node.isString()) {
      wrong(field, "must be a string");
      return null;
    }
    try {
      return value.apply(node.stringValue());
    } catch (IllegalArgumentException e) {
      wrong(field, String.valueOf(e.getMessage()));
      return null;
    }
  }

  static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "must be one of " + Arrays.toString(type.getEnumConstants())));
  }
}
