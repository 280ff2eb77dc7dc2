package io.chatpush.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import io.chatpush.stack.replay.Device;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A push as its device shows it.
 *
 * @param device id of the device, or the address where the demonstration did not register it
 * @param locale of the device; empty where it is not known
 * @param platform whose options say how it looks
 * @param messageId of the chat message
 * @param title first line
 * @param body what follows
 * @param at when the simulator received it
 */
record Notification(
    String device,
    String locale,
    String platform,
    String messageId,
    String title,
    String body,
    Instant at) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final int WIDTH = 60;
  private static final int LINES = 3;

  /**
   * U+2068 and U+2069, with which texts of pushes enclose a name. A device does not show them, and
   * the terminal would show them as escapes.
   */
  private static final Pattern ISOLATES = Pattern.compile("[\u2068\u2069]");

  /**
   * Reads one entry of the simulator's list of pushes.
   *
   * @param devices by their addresses
   */
  static Notification read(JsonNode push, Map<String, Device> devices) {
    JsonNode message = push.path("request").path("message");
    JsonNode android = message.path("android").path("notification");
    JsonNode alert = message.path("apns").path("payload").path("aps").path("alert");
    JsonNode web = message.path("webpush").path("notification");
    JsonNode common = message.path("notification");
    String platform =
        !alert.isMissingNode() || message.has("apns")
            ? "iOS"
            : message.has("webpush") ? "Web" : "Android";
    String address = push.path("address").asText();
    Device device = devices.get(address);
    return new Notification(
        VisibleText.of(device == null ? address : device.id()),
        device == null ? "" : device.locale(),
        platform,
        message.path("data").path("message_id").asText(),
        first("title", alert, web, android, common),
        first("body", alert, web, android, common),
        Instant.parse(push.path("received_at").asText()));
  }

  /** Returns the language of the device, as in ISO 639; empty where it is not known. */
  String language() {
    return Locale.forLanguageTag(locale).getLanguage();
  }

  /** Draws it under the name of its device. */
  void print(Terminal terminal) {
    terminal.line(
        "  ╭─ "
            + terminal.accent(platform + " · " + device)
            + (locale.isEmpty() ? "" : terminal.accent(" · " + locale))
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
        return VisibleText.proseLines(ISOLATES.matcher(place.path(field).asText()).replaceAll(""));
      }
    }
    return "";
  }
}
