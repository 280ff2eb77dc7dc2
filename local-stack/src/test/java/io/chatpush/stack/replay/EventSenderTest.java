package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.stack.replay.ChatLog.Channel;
import io.chatpush.stack.replay.ChatLog.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventSenderTest {

  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  @Test
  void aLargeAudienceIsSeveralEventsOfOneMessage() {
    List<ChatMessageEvent> events = EventSender.events(messageIn(channelOf(2_002)), "m", NOW);

    assertThat(events)
        .extracting(event -> event.getRecipients().size())
        .containsExactly(1_000, 1_000, 1);
    assertThat(events).extracting(ChatMessageEvent::getMessageId).containsOnly("m");
    assertThat(events.stream().flatMap(event -> event.getRecipients().stream()))
        .doesNotHaveDuplicates()
        .hasSize(2_001)
        .doesNotContain("user-0");
  }

  @Test
  void aMessageToNobodyIsAnEventAllTheSame() {
    assertThat(EventSender.events(messageIn(channelOf(1)), "m", NOW)).hasSize(1);
  }

  @Test
  void anEventHasTheTypeTheReactionAndTheNumberOfAttachments() {
    ChatLog log =
        JsonLinesLog.parse(
            "x.jsonl",
            """
            {"channel":"c","sender":"a","type":"REACTION","reaction":"👍🏽"}
            {"channel":"c","sender":"a","type":"NEW_MEDIA_MESSAGE","media":"image/png","media_count":3}
            """);

    assertThat(
            log.messages().stream()
                .flatMap(message -> EventSender.events(message, "m", NOW).stream()))
        .extracting(
            ChatMessageEvent::getEventType,
            ChatMessageEvent::getReaction,
            ChatMessageEvent::getMedia,
            ChatMessageEvent::getMediaCount)
        .containsExactly(
            tuple(ChatEventType.REACTION, "👍🏽", null, 0),
            tuple(ChatEventType.NEW_MEDIA_MESSAGE, null, "image/png", 3));
  }

  private static Channel channelOf(int members) {
    return new Channel("c", "#c", IntStream.range(0, members).mapToObj(i -> "user-" + i).toList());
  }

  private static Message messageIn(Channel channel) {
    return Message.text(channel, "user-0", null, "text", List.of(), Duration.ZERO);
  }
}
