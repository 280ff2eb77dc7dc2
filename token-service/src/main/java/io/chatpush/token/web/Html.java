package io.chatpush.token.web;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/** The pieces of {@link ApiPage}: HTML that is XML as well, so that a test can read it. */
final class Html {

  private static final Pattern PARAGRAPHS = Pattern.compile("\n\n");

  private Html() {}

  /** Cells are HTML. */
  static String table(List<String> head, List<List<String>> rows) {
    StringBuilder table = new StringBuilder("<div class=\"table\"><table>\n<thead><tr>");
    head.forEach(cell -> table.append("<th scope=\"col\">").append(cell).append("</th>"));
    table.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      table.append("<tr>");
      row.forEach(cell -> table.append("<td>").append(cell).append("</td>"));
      table.append("</tr>\n");
    }
    return table.append("</tbody></table></div>\n").toString();
  }

  static String prose(String text) {
    StringBuilder paragraphs = new StringBuilder();
    PARAGRAPHS
        .splitAsStream(text.strip())
        .filter(paragraph -> !paragraph.isBlank())
        .forEach(paragraph -> paragraphs.append("<p>").append(inline(paragraph)).append("</p>\n"));
    return paragraphs.toString();
  }

  /** Of Markdown only {@code `code`} and {@code **strong**}. */
  static String inline(String text) {
    return escape(text.strip())
        .replaceAll("`([^`]+)`", "<code>$1</code>")
        .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>");
  }

  static String text(JsonNode node) {
    return escape(node.asString(""));
  }

  static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
