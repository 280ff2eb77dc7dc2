package io.chatpush.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.schemas.text.VisibleText;

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

  private static JsonNode shown(JsonNode node) {
    if (node.isTextual()) {
      return JsonNodeFactory.instance.textNode(VisibleText.of(node.textValue(), LONGEST_SHOWN));
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> copy.add(shown(element)));
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(member ->
              copy.set(VisibleText.of(member.getKey(), LONGEST_SHOWN), shown(member.getValue())));
      return copy;
    }
    return node;
  }
}
