package io.chatpush.dispatch.operations;

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

class LetterDetailsTest {

  @Test
  void showsABoundedPartOfThousandsOfHeaders() {
    Header[] headers =
        IntStream.range(0, 20_000)
            .mapToObj(number -> header("x".repeat(2_000) + number, "y".repeat(3_000)))
            .toArray(Header[]::new);
    headers[0] = header("own", "z".repeat(3_000));
    headers[19_999] = header(DeadLetterHeaders.REASON, "UNDECODABLE");

    LetterDetails details = details(Letters.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS, headers));

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
            .setSentAt(Letters.NOW)
            .build();
    Letter raw = Letters.raw(Topics.CHAT_MESSAGES_DEAD_LETTERS);

    LetterView view =
        LetterView.of(new Letter(raw.record(), null, event), LetterState.OPEN, Letters.NOW);

    assertThat(view.app()).hasSize(257).endsWith("a…");
    assertThat(view.message()).hasSize(257).endsWith("m…");
  }

  private static LetterDetails details(Letter letter) {
    return LetterDetails.of(letter, LetterView.of(letter, LetterState.OPEN, Letters.NOW), true);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
