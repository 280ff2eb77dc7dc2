package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.events.ChatEventType;
import io.chatpush.stack.replay.ChatLog.Channel;
import io.chatpush.stack.replay.ChatLog.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesLogTest {

  @Test
  void membersAreTheNamedAndTheSenders() {
    ChatLog log =
        JsonLinesLog.parse(
            "x.jsonl",
            """
            {"channel":"c","sender":"a|b","text":"hi"}

            {"channel":"c","channel_name":"#c","members":["m","a|b"]}
            {"channel":"d","sender":"z","text":"alone","mentions":["q"]}
            """);

    assertThat(log.channels()).extracting(Channel::id).containsExactly("c", "d");
    assertThat(log.channels().getFirst().members()).containsExactly("a|b", "m");
    assertThat(log.channels().getFirst().name()).isEqualTo("#c");
    assertThat(log.messages().getFirst().recipients()).containsExactly("m");
    assertThat(log.messages().get(1).mentions()).containsExactly("q");
  }

  @Test
  void timesAreSinceTheFirst() {
    ChatLog log =
        JsonLinesLog.parse(
            "x.jsonl",
            """
            {"channel":"c","sender":"a","at":"2026-03-01T09:30:00Z"}
            {"channel":"c","sender":"a"}
            {"channel":"c","sender":"a","at":"2026-03-01T09:30:07.5Z"}
            {"channel":"c","sender":"a","at":"2026-03-01T09:30:05Z"}
            """);

    assertThat(log.messages())
        .extracting(Message::at)
        .containsExactly(
            Duration.ZERO, Duration.ZERO, Duration.ofMillis(7500), Duration.ofMillis(7500));
  }

  @Test
  void aLineWithoutATypeIsANewMessage() {
    ChatLog log =
        JsonLinesLog.parse(
            "x.jsonl",
            """
            {"channel":"c","sender":"a","text":"hi"}
            {"channel":"c","sender":"a","type":null,"media_count":null}
            {"channel":"c","sender":"a","type":"CALL"}
            {"channel":"c","sender":"a","type":"REACTION","reaction":"🗺️","media_count":2}
            """);

    assertThat(log.messages())
        .extracting(Message::type, Message::reaction, Message::mediaCount)
        .containsExactly(
            tuple(ChatEventType.NEW_MESSAGE, null, 0),
            tuple(ChatEventType.NEW_MESSAGE, null, 0),
            tuple(ChatEventType.CALL, null, 0),
            tuple(ChatEventType.REACTION, "🗺️", 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "CUSTOM", "new_message", "POKE", ""})
  void refusesATypeThatALineCannotHave(String type) {
    assertComplaint(
        """
        {"channel":"c","sender":"a"}
        {"channel":"c","sender":"a","type":"%s"}
        """
            .formatted(type),
        "x.jsonl, line 2: the type \""
            + type
            + "\" is not one of NEW_MESSAGE, ADDED_TO_CHANNEL, INVITED_TO_CHANNEL,"
            + " REMOVED_FROM_CHANNEL, NEW_MEDIA_MESSAGE, REACTION, MESSAGE_EDITED, THREAD_REPLY,"
            + " CALL.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"3\"", "1.5", "3000000000", "[]", "true"})
  void refusesAMediaCountThatIsNoCount(String count) {
    assertComplaint(
        "{\"channel\":\"c\",\"sender\":\"a\",\"media_count\":" + count + "}",
        "x.jsonl, line 1: media_count must be a number such as 3.");
  }

  @Test
  void complaintsNameTheLine() {
    assertComplaint(
        "{\"channel\":\"c\",\"sender\":\"a\"}\n{oops", "x.jsonl, line 2: this is not JSON.");
    assertComplaint("{\"sender\":\"a\"}", "x.jsonl, line 1: there is no channel.");
    assertComplaint(
        "{\"channel\":\"a\"}", "x.jsonl, line 1: there is neither a sender nor members.");
    assertComplaint(
        "{\"channel\":\"c\",\"sender\":\"a\",\"at\":\"noon\"}",
        "x.jsonl: \"noon\" is not a time such as 2026-03-01T09:30:00Z.");
  }

  private static void assertComplaint(String text, String complaint) {
    assertThatThrownBy(() -> JsonLinesLog.parse("x.jsonl", text))
        .isInstanceOf(CommandException.class)
        .hasMessage(complaint);
  }
}
