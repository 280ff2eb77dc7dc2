package io.chatpush.dispatch.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class DeadLetterDetailsTest {

  @Test
  void showsABoundedPartOfThousandsOfHeaders() {
    Header[] headers =
        IntStream.range(0, 20_000)
            .mapToObj(number -> header("x".repeat(2_000) + number, "y".repeat(3_000)))
            .toArray(Header[]::new);
    headers[0] = header("own", "z".repeat(3_000));
    headers[19_999] = header(DeadLetterHeaders.REASON, "UNDECODABLE");

    DeadLetterDetails details =
        details(DeadLetterFixtures.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS, headers));

    assertThat(details.headers()).hasSizeLessThanOrEqualTo(101);
    assertThat(details.headers()).containsEntry(DeadLetterHeaders.REASON, "UNDECODABLE");
    assertThat(details.headers().get("own")).hasSizeLessThanOrEqualTo(1_001).startsWith("zzz");
    assertThat(details.headers().keySet()).allMatch(name -> name.length() <= 1_001);
  }

  @Test
  void cutsTheIdsOfAnEventThatWasRefusedForThem() {
    ChatMessageEvent event =
        ChatMessageEvent.newBuilder()
            .setAppId("a".repeat(100_000))
            .setMessageId("m".repeat(100_000))
            .setEventType(ChatEventType.NEW_MESSAGE)
            .setChannelId("channel-1")
            .setSenderId("sender")
            .setAudience(Audience.EXPLICIT)
            .setSentAt(DeadLetterFixtures.NOW)
            .build();
    DeadLetterEntry raw = DeadLetterFixtures.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS);

    DeadLetterView view =
        DeadLetterView.of(
            new DeadLetterEntry(raw.record(), null, event),
            DeadLetterState.OPEN,
            DeadLetterFixtures.NOW);

    assertThat(view.app()).hasSize(257).endsWith("a…");
    assertThat(view.message()).hasSize(257).endsWith("m…");
  }

  private static DeadLetterDetails details(DeadLetterEntry letter) {
    return DeadLetterDetails.of(
        letter, DeadLetterView.of(letter, DeadLetterState.OPEN, DeadLetterFixtures.NOW), true);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
