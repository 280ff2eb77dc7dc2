package io.chatpush.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.schemas.text.VisibleText;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a service answered. Its ids, headers and details come from chat systems, apps and FCM, so
 * that it can be had in two forms only: for programs as JSON, and for people with every text made
 * visible. Neither has a character that a terminal obeys.
 */
public final class Answer {

  /**
   * Ids have 256 bytes at most, details 500 characters. Only records that were refused have more.
   */
  private static final int LONGEST_SHOWN = 1_000;

  private static final Pattern ISOLATES = Pattern.compile("[\u2068\u2069]");

  private final JsonNode exact;

  /**
   * @param exact is not copied
   */
  public Answer(JsonNode exact) {
    this.exact = exact;
  }

  /**
   * Returns the answer as JSON that means exactly what the service said, with control and other
   * hidden characters as escapes.
   */
  public String json() {
    // The printer's own line feeds are the only ones: within a string JSON has them escaped.
    return VisibleText.lines(exact.toPrettyString());
  }

  /** Returns a copy in which every text and every name is visible, and cut if it is very long. */
  public JsonNode shown() {
    return shown(exact);
  }

  /**
   * Returns a copy in which every text is to be read and not to be compared: as {@link #shown}, but
   * not cut, with the joiners of emoji, and without the marks U+2068 and U+2069 around names, which
   * no device shows.
   */
  public JsonNode prose() {
    return copy(exact, text -> VisibleText.prose(ISOLATES.matcher(text).replaceAll("")));
  }

  private static JsonNode shown(JsonNode node) {
    return copy(node, text -> VisibleText.of(text, LONGEST_SHOWN));
  }

  private static JsonNode copy(JsonNode node, UnaryOperator<String> texts) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(texts.apply(node.textValue()));
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> copy.add(copy(element, texts)));
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(member ->
              copy.set(
                  VisibleText.of(member.getKey(), LONGEST_SHOWN), copy(member.getValue(), texts)));
      return copy;
    }
    return node;
  }
}
