package io.chatpush.token.web;

import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.service.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON by hand, so that one answer names every field that is wrong, and no answer quotes what
 * was in it. What is not needed does not make a body wrong: it is brought into the form that is
 * stored, or left out, and a notice says so.
 */
final class JsonFields {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Names of unknown members come from the client; a longer one is cut in the answer. */
  private static final int LONGEST_NAME_SHOWN = 64;

  /** A body has room for some thousand members; an answer must stay small. */
  private static final int MOST_UNKNOWN_SHOWN = 10;

  private final List<FieldError> errors = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private int unknown;

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

  /** What was taken otherwise than it was sent. */
  List<Notice> notices() {
    return notices;
  }

  /**
   * Ignores members that are not known, since a newer app may send more than this version reads.
   */
  void ignoreUnknown(JsonNode object, String path, Set<String> known) {
    for (String name : object.propertyNames()) {
      if (!known.contains(name) && ++unknown <= MOST_UNKNOWN_SHOWN) {
        notices.add(Notice.ignored(path + SafeText.sentence(name, LONGEST_NAME_SHOWN)));
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

  /**
   * Reads an optional field that is stored in a normal form.
   *
   * @param nearest of the text, or {@code null} if nothing of it can be stored
   * @param form of the value, as it is stored
   * @param rule what the field should be
   */
  <T> @Nullable T nearest(
      JsonNode object,
      Notice.Source source,
      String name,
      Function<String, @Nullable T> nearest,
      Function<T, String> form,
      String rule) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    // A number says what its digits say: of a version, most often that of the build.
    String text =
        node.isString() ? node.stringValue() : node.isIntegralNumber() ? node.asString() : "";
    T value = nearest.apply(text);
    if (value == null) {
      notices.add(Notice.dropped(source, name, rule));
      return null;
    }
    if (!node.isString() || !form.apply(value).equals(text)) {
      notices.add(Notice.normalised(source, name, form.apply(value)));
    }
    return value;
  }

  /**
   * Reads a required constant in any case.
   *
   * @param allowed those that it may be
   * @return {@code null} if it is none of them, which is an error of the body
   */
  <E extends Enum<E>> @Nullable E constant(
      JsonNode object, String path, String name, Notice.Source source, List<E> allowed) {
    E constant = required(object, path, name, text -> constant(allowed, text));
    if (constant != null && !constant.name().equals(object.path(name).stringValue())) {
      notices.add(Notice.normalised(source, path + name, constant.name()));
    }
    return constant;
  }

  private static <E extends Enum<E>> E constant(List<E> allowed, String text) {
    // A phone set to Turkish makes İOS of ios where an app does not say in which language.
    String name =
        text.strip().replace('\u0130', 'I').replace('\u0131', 'i').toUpperCase(Locale.ROOT);
    return allowed.stream()
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + allowed));
  }
}
