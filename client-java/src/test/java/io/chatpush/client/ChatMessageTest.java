package io.chatpush.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatMessageTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @MethodSource("vectors")
  void keepsTheRulesThatAllClientsKeep(MessageVectors.Vector vector) {
    ChatMessage.Builder builder = MessageVectors.builder(vector.message());
    if (vector.field() == null) {
      assertThat(builder.build(MessageVectors.now()).messageId())
          .isEqualTo(vector.message().get("message_id"));
    } else {
      assertThatThrownBy(() -> builder.build(MessageVectors.now()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("(?s)" + vector.field() + "[, ].*");
    }
  }

  static Stream<MessageVectors.Vector> vectors() {
    return MessageVectors.all();
  }

  @Test
  void isWrittenAsOneLineOfJsonWithoutTheFieldsThatAreNotSet() {
    ChatMessage message =
        ChatMessage.of(EventType.NEW_MESSAGE, "message-1")
            .inChannel("channel-1")
            .from("user-2")
            .recipients(List.of("user-1"))
            .body("two\nlines")
            .data("order", "7")
            .priority(Priority.HIGH)
            .badge(0)
            .build(NOW);
    assertThat(new String(message.toJson(), UTF_8))
        .isEqualTo(
            "{\"message_id\":\"message-1\",\"event_type\":\"NEW_MESSAGE\","
                + "\"channel_id\":\"channel-1\",\"sender_id\":\"user-2\","
                + "\"recipients\":[\"user-1\"],\"body\":\"two\\nlines\","
                + "\"data\":{\"order\":\"7\"},\"priority\":\"HIGH\","
                + "\"sent_at\":1767268800000,\"badge\":0}");
    assertThat(message).hasToString("ChatMessage[message-1]");
  }

  @Test
  void replacesHalfOfAnEmojiInATextThatWasCut() {
    ChatMessage message =
        ChatMessage.of(EventType.NEW_MESSAGE, "m").inChannel("c").from("u").body("a\ud83d").build();
    assertThat(JsonValues.object(message.toJson())).containsAllEntriesOf(Map.of("body", "a\ufffd"));
  }
}
