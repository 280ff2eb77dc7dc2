package io.chatpush.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.operations.Words;
import io.chatpush.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws what an event would look like, and what FCM says of it.
 *
 * <pre>
 * message-1 · NEW_MESSAGE · 2 renderings
 * ! The type of the event is switched off for the app: no push would be sent.
 *
 * ANDROID en · 812 of 4,096 bytes
 *   Maya in #trip
 *   See you on Saturday
 * </pre>
 */
final class PreviewPicture {

  private final Terminal terminal;

  PreviewPicture(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Returns the lines for a preview.
   *
   * @param preview as {@link io.chatpush.cli.service.Answer#prose} gives it
   */
  List<String> draw(JsonNode preview) {
    List<String> lines = new ArrayList<>();
    head(preview, "rendering", lines);
    for (JsonNode rendering : preview.path("renderings")) {
      int limit = rendering.path("bytes").asInt() + rendering.path("bytes_remaining").asInt();
      lines.add("");
      lines.add(
          "%s · %,d of %,d bytes%s"
              .formatted(
                  terminal.bold(name(rendering)),
                  rendering.path("bytes").asInt(),
                  limit,
                  rendering.path("shortened").asBoolean()
                      ? " · " + terminal.accent("shortened")
                      : ""));
      if (rendering.has("title") || rendering.has("body")) {
        lines.add("  " + Words.or(rendering.path("title"), ""));
        lines.add("  " + Words.or(rendering.path("body"), ""));
      } else {
        lines.add("  (data only)");
      }
      notices(rendering, "  ", lines);
    }
    return lines;
  }

  /**
   * Returns the lines for a preview that FCM has checked.
   *
   * @param preview as {@link io.chatpush.cli.service.Answer#prose} gives it
   */
  List<String> drawChecks(JsonNode preview) {
    List<String> lines = new ArrayList<>();
    head(preview, "check", lines);
    for (JsonNode rendering : preview.path("renderings")) {
      JsonNode check = rendering.path("check");
      lines.add(
          switch (check.path("result").asText()) {
                case "ACCEPTED" -> terminal.good("✓ ");
                case "REFUSED" -> terminal.bad("✗ ");
                default -> terminal.accent("? ");
              }
              + name(rendering)
              + said(check));
      for (JsonNode violation : check.path("violations")) {
        lines.add(
            "    "
                + violation.path("field").asText()
                + ": "
                + violation.path("description").asText());
      }
      notices(rendering, "    ", lines);
    }
    return lines;
  }

  private static String said(JsonNode check) {
    return switch (check.path("result").asText()) {
      case "ACCEPTED" -> "";
      case "REFUSED" ->
          " · "
              + check.path("code").asText()
              + (check.has("message") ? ": " + check.path("message").asText() : "");
      default -> " · not checked, " + check.path("code").asText();
    };
  }

  private void head(JsonNode preview, String what, List<String> lines) {
    int count = preview.path("renderings").size();
    lines.add(
        "%s · %s · %d %s"
            .formatted(
                terminal.bold(preview.path("message").asText()),
                Words.or(preview.path("custom_type"), preview.path("event_type").asText()),
                count,
                count == 1 ? what : what + "s"));
    notices(preview, "", lines);
  }

  private void notices(JsonNode of, String indent, List<String> lines) {
    for (JsonNode notice : of.path("notices")) {
      lines.add(indent + terminal.accent("! ") + notice.asText());
    }
  }

  private static String name(JsonNode rendering) {
    return rendering.path("platform").asText() + " " + rendering.path("locale").asText();
  }
}
