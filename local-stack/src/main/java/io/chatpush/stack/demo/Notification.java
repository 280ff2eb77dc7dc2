package io.chatpush.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A push as its device shows it.
 *
 * @param address it was sent to
 * @param platform whose options say how it looks
 * @param title first line
 * @param body what follows
 * @param at when the simulator received it
 */
record Notification(String address, String platform, String title, String body, Instant at) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final int WIDTH = 60;
  private static final int LINES = 3;

  /** Reads one entry of the simulator's list of pushes. */
  static Notification read(JsonNode push) {
    JsonNode message = push.path("request").path("message");
    JsonNode android = message.path("android").path("notification");
    JsonNode alert = message.path("apns").path("payload").path("aps").path("alert");
    JsonNode web = message.path("webpush").path("notification");
    JsonNode common = message.path("notification");
    String platform =
        !alert.isMissingNode() || message.has("apns")
            ? "iOS"
            : message.has("webpush") ? "Web" : "Android";
    return new Notification(
        VisibleText.of(push.path("address").asText()),
        platform,
        first("title", alert, web, android, common),
        first("body", alert, web, android, common),
        Instant.parse(push.path("received_at").asText()));
  }

  /** Draws it under the name of its device. */
  void print(Terminal terminal, String device) {
    terminal.line(
        "  ╭─ "
            + terminal.accent(platform + " · " + device)
            + terminal.dim(" · " + TIME.format(at.atZone(ZoneId.systemDefault()))));
    terminal.line("  │ " + terminal.bold(title.replace('\n', ' ')));
    wrapped(body).forEach(line -> terminal.line("  │ " + line));
    terminal.line("  ╰─");
  }

  /** Lines as a narrow screen would break them, cut where a phone would cut. */
  static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
        if (lines.size() == LINES - 1) {
          lines.add(line + " …");
          return lines;
        }
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String first(String field, JsonNode... places) {
    for (JsonNode place : places) {
      if (place.hasNonNull(field)) {
        return VisibleText.proseLines(place.path(field).asText());
      }
    }
    return "";
  }
}
