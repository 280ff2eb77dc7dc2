package io.chatpush.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws what became of a message: a branch for each recipient, a line for each device, its life
 * from left to right.
 *
 * <pre>
 * message-1 · sent 11-22 10:15:03 · 3 pushes: 2 accepted, 1 retry
 * ├─ basil
 * │  ├─ device-7 ANDROID  ✓ accepted after 140 ms
 * │  └─ device-9 IOS      ✗ dead letter after 2.1 s, INVALID_ARGUMENT, letter 3/18 → redriven after 4 min 2 s → ✓ accepted after 4 min 2 s
 * └─ maya
 *    └─ device-3          … is tried again from 10:15:24, attempt 2
 * </pre>
 */
public final class WhyPicture {

  private final Terminal terminal;
  private final @Nullable String onlyUser;

  /**
   * Creates a picture.
   *
   * @param onlyUser as the chat event has it; {@code null} for all
   */
  public WhyPicture(Terminal terminal, @Nullable String onlyUser) {
    this.terminal = terminal;
    // The users of the picture are shown, so this one must be, too.
    this.onlyUser = onlyUser == null ? null : VisibleText.of(onlyUser);
  }

  /**
   * Returns the lines of the picture.
   *
   * @param pushes as {@link Answer#shown} gives them
   */
  public List<String> draw(JsonNode pushes) {
    List<String> lines = new ArrayList<>();
    Instant sentAt = pushes.has("sent_at") ? Instant.parse(pushes.path("sent_at").asText()) : null;
    List<JsonNode> recipients = new ArrayList<>();
    pushes
        .path("recipients")
        .forEach(recipient -> {
          if (onlyUser == null || recipient.path("user").asText().equals(onlyUser)) {
            recipients.add(recipient);
          }
        });
    lines.add(title(pushes, recipients));
    for (int i = 0; i < recipients.size(); i++) {
      recipient(recipients.get(i), i == recipients.size() - 1, sentAt, lines);
    }
    if (pushes.has("refused")) {
      JsonNode refused = pushes.path("refused");
      lines.add(
          "└─ "
              + terminal.bad("✗ the event was refused, ")
              + refused.path("reason").asText()
              + (refused.has("detail") ? ": " + refused.path("detail").asText() : "")
              + ", event "
              + refused.path("letter").asText());
    }
    if (pushes.has("postponed")) {
      JsonNode postponed = pushes.path("postponed");
      lines.add(
          "└─ … the event is postponed, "
              + postponed.path("reason").asText()
              + ": this version does not know its type or audience. It is read again at "
              + Words.time(postponed.path("until"))
              + ", and until it expires at "
              + Words.time(postponed.path("expires_at")));
    }
    if (!pushes.path("searched").path("complete").asBoolean()) {
      lines.add("The time for one question was up: there may be more. --since shortens it.");
    }
    return lines;
  }

  private String title(JsonNode pushes, List<JsonNode> recipients) {
    Map<String, Integer> states = new TreeMap<>();
    int count = 0;
    for (JsonNode recipient : recipients) {
      for (JsonNode device : recipient.path("devices")) {
        states.merge(Words.spoken(device.path("state").asText()), 1, Integer::sum);
        count++;
      }
    }
    StringBuilder title =
        new StringBuilder(terminal.bold(pushes.path("message").asText()))
            .append(" · sent ")
            .append(Words.time(pushes.path("sent_at")));
    if (count > 0) {
      title.append(" · ").append(count).append(count == 1 ? " push: " : " pushes: ");
      title.append(
          String.join(
              ", ",
              states.entrySet().stream()
                  .map(state -> state.getValue() + " " + state.getKey())
                  .toList()));
    }
    return title.toString();
  }

  private void recipient(
      JsonNode recipient, boolean last, @Nullable Instant sentAt, List<String> lines) {
    lines.add((last ? "└─ " : "├─ ") + terminal.bold(recipient.path("user").asText()));
    List<JsonNode> devices = new ArrayList<>();
    recipient.path("devices").forEach(devices::add);
    int width = devices.stream().mapToInt(device -> name(device).length()).max().orElse(0);
    for (int i = 0; i < devices.size(); i++) {
      String name = name(devices.get(i));
      lines.add(
          (last ? "   " : "│  ")
              + (i == devices.size() - 1 ? "└─ " : "├─ ")
              + name
              + " ".repeat(width - name.length() + 2)
              + life(devices.get(i), sentAt));
    }
  }

  private static String name(JsonNode device) {
    return device.has("device")
        ? device.path("device").asText()
            + (device.has("platform") ? " " + device.path("platform").asText() : "")
        : "(no device)";
  }

  private String life(JsonNode device, @Nullable Instant sentAt) {
    List<String> steps = new ArrayList<>();
    for (JsonNode step : device.path("history")) {
      steps.add(step(step, sentAt));
    }
    if (device.has("pending")) {
      steps.add(pending(device.path("pending")));
    }
    return String.join(" → ", steps);
  }

  private String step(JsonNode step, @Nullable Instant sentAt) {
    String what = step.path("what").asText();
    String spoken =
        switch (what) {
          case "ACCEPTED" -> terminal.good("✓ accepted");
          case "DEAD_LETTERED" -> terminal.bad("✗ dead letter");
          case "REDRIVEN", "DISCARDED" -> Words.spoken(what);
          default -> "– " + Words.spoken(what);
        };
    StringBuilder text = new StringBuilder(spoken);
    if (sentAt != null) {
      text.append(" after ")
          .append(
              Words.duration(Duration.between(sentAt, Instant.parse(step.path("at").asText()))));
    }
    if (step.path("attempts").asInt() > 1) {
      text.append(", ").append(step.path("attempts").asInt()).append(" attempts");
    }
    if (step.has("reason")) {
      text.append(", ").append(step.path("reason").asText());
    }
    if (step.has("error_code")) {
      text.append(" (").append(step.path("error_code").asText()).append(')');
    }
    if (what.equals("DEAD_LETTERED") && step.has("letter")) {
      text.append(", letter ").append(step.path("letter").asText());
    }
    if (step.has("by")) {
      text.append(" by ").append(step.path("by").asText());
    }
    return text.toString();
  }

  private String pending(JsonNode pending) {
    String stage = pending.path("stage").asText();
    String where =
        switch (stage) {
          case "FAN_OUT" -> "waits for fan-out";
          case "JOIN" -> "waits for its devices to be looked up";
          case "DELIVERY" ->
              "waits for delivery, %,d before it at most".formatted(pending.path("ahead").asLong());
          case "RETRY" ->
              (pending.path("reason").asText().equals("APP_LIMIT")
                      ? "is held back by the app's limit"
                      : "is tried again")
                  + (pending.has("until") ? " from " + Words.time(pending.path("until")) : "");
          default -> Words.spoken(stage);
        };
    return terminal.accent("… ") + where + ", attempt " + pending.path("attempt").asInt();
  }
}
