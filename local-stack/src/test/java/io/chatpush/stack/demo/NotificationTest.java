package io.chatpush.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.events.Platform;
import io.chatpush.stack.replay.Device;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationTest {

  private static final Instant RECEIVED = Instant.parse("2026-03-01T09:30:00Z");

  private static final Device PHONE =
      new Device("moss", "moss-phone", "demo-phone", Platform.IOS, "de-CH");

  @Test
  void showsWhatThePlatformSays() throws Exception {
    assertThat(Notification.read(push("for iOS"), Map.of("demo-phone", PHONE)))
        .isEqualTo(
            new Notification("moss-phone", "de-CH", "iOS", "m-1", "for iOS", "said", RECEIVED));
  }

  @Test
  void showsTheAddressOfADeviceThatIsNotRegisteredHere() throws Exception {
    Notification shown = Notification.read(push("title"), Map.of());

    assertThat(shown.device()).isEqualTo("demo-phone");
    assertThat(shown.language()).isEmpty();
    assertThat(printed(shown).lines().findFirst().orElse(""))
        .startsWith("  ╭─ iOS · demo-phone · ");
  }

  @Test
  void showsTheLocaleAndNoIsolates() throws Exception {
    String picture =
        printed(
            Notification.read(
                push("\u2068Basil | Ops\u2069 in \u2068#o\u202Eps\u2069"),
                Map.of("demo-phone", PHONE)));

    assertThat(picture)
        .startsWith("  ╭─ iOS · moss-phone · de-CH · ")
        .contains("  │ Basil | Ops in #o\\u202eps\n");
  }

  @Test
  void longTextIsCutAfterThreeLines() {
    assertThat(Notification.wrapped("word ".repeat(100)))
        .hasSize(3)
        .last()
        .asString()
        .endsWith(" …");
    assertThat(Notification.wrapped("short")).containsExactly("short");
  }

  private static JsonNode push(String title) throws IOException {
    return new ObjectMapper()
        .readTree(
            """
            {"address": "demo-phone", "received_at": "%s", "request": {"message": {
              "data": {"message_id": "m-1"},
              "notification": {"title": "common", "body": "said"},
              "apns": {"payload": {"aps": {"alert": {"title": "%s"}}}}}}}
            """
                .formatted(RECEIVED, title));
  }

  private static String printed(Notification notification) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    notification.print(
        Terminal.writingTo(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    return out.toString(StandardCharsets.UTF_8);
  }
}
