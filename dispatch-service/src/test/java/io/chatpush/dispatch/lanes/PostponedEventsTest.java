package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.PostponedHeader;
import io.chatpush.events.PushCommand;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a type or audience that is newer than the fan-out that reads them. */
class PostponedEventsTest {

  private final RecordCodec codec = RegistryFreeCodec.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @TempDir Path state;
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    driver = Drivers.fastDriver(codec, state, meters);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void keepsAnEventOfAnUnknownTypeByteForByte() {
    byte[] event = send(aChatMessage("u1").setEventType(ChatEventType.UNKNOWN), "channel-1");

    PushCommand command = postponed();
    assertThat(command.getNotBefore()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    assertThat(command.getRecipients()).isEmpty();
    assertThat(command.getPush().getMessage().getMessageId()).isEqualTo("message-1");
    assertThat(command.getPush().getExpiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(command.getPostponed().getKey())
        .isEqualTo(ByteBuffer.wrap("channel-1".getBytes(StandardCharsets.UTF_8)));
    assertThat(command.getPostponed().getValue()).isEqualTo(ByteBuffer.wrap(event));
    assertThat(command.getPostponed().getHeaders())
        .containsExactly(
            new PostponedHeader("traceparent", ByteBuffer.wrap(new byte[] {7})),
            new PostponedHeader("empty", null));
    assertThat(Drivers.records(driver, Topics.CHAT_MESSAGES_DEAD_LETTERS)).isEmpty();
    assertThat(Drivers.records(driver, Topics.PUSH_OUTCOMES)).isEmpty();
    assertThat(meters.counter("push.fanout.postponed").count()).isEqualTo(1);
  }

  @Test
  void keepsAnEventOfAnUnknownAudienceThatHasNoKey() {
    send(aChatMessage().setAudience(Audience.CHANNEL), null);
    assertThat(postponed().getPostponed().getKey()).isNull();
  }

  @Test
  void deadLettersAnEventThatExpiredBeforeItsTypeWasKnown() {
    send(
        aChatMessage("u1")
            .setEventType(ChatEventType.UNKNOWN)
            .setSentAt(NOW.minusSeconds(60))
            .setExpiresAt(NOW),
        "channel-1");
    assertThat(Drivers.records(driver, Topics.CHAT_MESSAGES_DEAD_LETTERS))
        .singleElement()
        .satisfies(letter -> {
          assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("KIND_UNKNOWN");
          assertThat(header(letter, DeadLetterHeaders.DETAIL)).contains("before it expired");
        });
    assertThat(Drivers.records(driver, RetryTier.AFTER_10S.topic())).isEmpty();
  }

  @Test
  void refusesAnEventOfAnUnknownTypeThatNoVersionCouldUse() {
    send(aChatMessage("u1").setEventType(ChatEventType.UNKNOWN).setSenderId(""), "channel-1");
    assertThat(Drivers.records(driver, Topics.CHAT_MESSAGES_DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter -> assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("ID_MISSING"));
  }

  private PushCommand postponed() {
    return Drivers.read(driver, codec, PushCommand.class, RetryTier.AFTER_10S.topic()).getFirst();
  }

  private byte[] send(ChatMessageEvent.Builder event, @Nullable String key) {
    byte[] value = codec.encode(Topics.CHAT_MESSAGES, event.build());
    driver
        .createInputTopic(Topics.CHAT_MESSAGES, new StringSerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                key,
                value,
                new RecordHeaders().add("traceparent", new byte[] {7}).add("empty", null),
                NOW));
    return value;
  }

  private static String header(TestRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
