package io.chatpush.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NotificationTest {

  @Test
  void showsWhatThePlatformSays() throws Exception {
    Notification shown =
        Notification.read(
            new ObjectMapper()
                .readTree(
                    """
                    {"address": "demo-phone", "received_at": "2026-03-01T09:30:00Z", "request": {"message": {
                      "notification": {"title": "common", "body": "said"},
                      "apns": {"payload": {"aps": {"alert": {"title": "for iOS"}}}}}}}
                    """));

    assertThat(shown)
        .isEqualTo(
            new Notification(
                "demo-phone", "iOS", "for iOS", "said", Instant.parse("2026-03-01T09:30:00Z")));
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
}
