package io.chatpush.token.web;

import io.chatpush.problem.Problem;
import io.chatpush.service.VisibleJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A line of what an export or an import answers. */
final class JsonLine {

  private static final JsonMapper JSON = VisibleJson.mapper();

  private JsonLine() {}

  /** The object and the end of its line, in UTF-8. */
  static byte[] of(ObjectNode line) {
    return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The line that ends an answer which is not complete. */
  static byte[] of(Problem problem) {
    ObjectNode line = JSON.createObjectNode();
    line.set("problem", JSON.valueToTree(problem));
    return of(line);
  }
}
