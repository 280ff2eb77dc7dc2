package io.chatpush.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Answers whose every text tries to command the terminal, forge a line, or change the order of what
 * is shown, given to each command that draws answers.
 */
class OutsideTextTest {

  private static final String HOSTILE =
      "x\u001b]0;title\u0007\u001b[31mred\u001b[2J\r\n✓ accepted\u202egnol\u2066\u200b\u0085\u2028";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String WHY =
      """
      {"app": "a", "message": "m", "sent_at": "2026-01-02T03:04:05Z",
       "recipients": [{"user": "u", "devices": [
         {"device": "d", "platform": "ANDROID", "push_id": "p", "state": "DEAD_LETTERED",
          "history": [
            {"at": "2026-01-02T03:04:06Z", "what": "DEAD_LETTERED", "attempts": 2, "reason": "r",
             "error_code": "e", "fcm_message": "f", "letter": "1/2"},
            {"at": "2026-01-02T03:04:06Z", "what": "REDRIVEN", "by": "operator", "job": "j"}],
          "pending": {"stage": "RETRY", "since": "2026-01-02T03:04:06Z", "attempt": 2,
                      "until": "2026-01-02T03:05:06Z", "topic": "t"}}]}],
       "refused": {"at": "2026-01-02T03:04:06Z", "reason": "r", "detail": "d", "letter": "1/2"},
       "searched": {"complete": false}}
      """;

  private static final String LIST =
      """
      {"letters": [{"letter": "1/2", "state": "OPEN", "reason": "r", "error_code": "e",
         "attempts": "5", "app": "a", "user": "u", "device": "d", "message": "m",
         "failed_at": "2026-01-02T03:04:06Z"}],
       "cursor": "c"}
      """;

  private static final String GROUPS =
      """
      {"groups": [{"count": 1, "reason": "r", "code": "c", "app": "a",
         "oldest": "2026-01-02T03:04:06Z", "newest": "2026-01-02T03:04:06Z"}],
       "total": 1, "complete": true}
      """;

  private static final String PEEK =
      """
      {"letter": {"letter": "1/2", "user": "u", "message": "m"}, "topic": "t", "key": "k",
       "source": "s", "contents": "c", "headers": {"name": "value"}}
      """;

  private static final String JOB =
      """
      {"id": "i", "action": "REDRIVE", "state": "FAILED", "message": "m",
       "started_at": "2026-01-02T03:04:06Z", "ended_at": "2026-01-02T03:04:06Z",
       "skipped": {"EXPIRED": 1}, "done": 1}
      """;

  @Test
  void whyIsDrawnAsText() {
    check(
        WHY,
        (terminal, answer) -> new WhyPicture(terminal, null).draw(answer).forEach(terminal::line));
  }

  @Test
  void whyFindsAUserByTheIdThatTheEventHas() {
    JsonNode hostile = hostile(read(WHY));
    Terminal terminal = Terminal.silent();

    assertThat(new WhyPicture(terminal, HOSTILE).draw(new Answer(hostile).shown()))
        .isEqualTo(new WhyPicture(terminal, null).draw(new Answer(hostile).shown()));
  }

  @Test
  void lettersAreListedAsText() {
    check(LIST, ListDeadLettersCommand::print);
    check(GROUPS, ListDeadLettersCommand::print);
  }

  @Test
  void aLetterIsShownAsText() {
    check(PEEK, PeekDeadLetterCommand::print);
  }

  @Test
  void theEndOfAJobIsToldAsText() {
    check(JOB, (terminal, answer) -> terminal.line(JobWatch.summary(answer)));
  }

  @Test
  void jsonMeansTheSameWithoutAnyHiddenCharacter() throws Exception {
    for (String answer : List.of(WHY, LIST, GROUPS, PEEK, JOB)) {
      JsonNode hostile = hostile(read(answer));

      String json = new Answer(hostile).json();

      assertThat(json.replace("\n", "").codePoints()).noneMatch(VisibleText::isHidden);
      assertThat(JSON.readTree(json)).isEqualTo(hostile);
    }
  }

  /** All commands print as many lines of a hostile answer as of a good one. */
  private static void check(String answer, BiConsumer<Terminal, JsonNode> command) {
    JsonNode good = read(answer);
    String printed = printed(command, new Answer(hostile(good)).shown());

    String withoutOwn = printed.replaceAll("\u001b\\[(?:[012]|3[126])m", "").replace("\n", "");
    assertThat(withoutOwn.codePoints()).noneMatch(VisibleText::isHidden);
    assertThat(printed).contains("\\u001b]0;title\\u0007").doesNotContain("\u001b[31mred");
    assertThat(printed.lines()).hasSameSizeAs(printed(command, good).lines().toList());
  }

  private static String printed(BiConsumer<Terminal, JsonNode> command, JsonNode answer) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    command.accept(
        Terminal.writingTo(new PrintStream(written, true, StandardCharsets.UTF_8), true), answer);
    return written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** A copy in which each text that is neither a time nor a code has the hostile text in it. */
  private static JsonNode hostile(JsonNode node) {
    if (node.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        boolean isFixed =
            List.of("what", "stage", "action", "state", "platform").contains(member.getKey());
        copy.set(
            member.getKey().equals("name") ? HOSTILE : member.getKey(),
            isFixed ? member.getValue() : hostile(member.getValue()));
      }
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      node.forEach(element -> copy.add(hostile(element)));
      return copy;
    }
    return node.isTextual() && !node.asText().startsWith("2026-")
        ? JSON.getNodeFactory().textNode(HOSTILE)
        : node;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
