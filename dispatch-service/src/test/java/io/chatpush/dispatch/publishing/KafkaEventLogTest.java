package io.chatpush.dispatch.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.kafka.TestPublisher;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.problem.ProblemException;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaEventLogTest {

  private final TestPublisher kafka = new TestPublisher(RegistryFreeCodec.create());
  private final KafkaEventLog log = new KafkaEventLog(kafka.publisher());
  private final ChatMessageEvent event =
      Fixtures.aChatMessage("user-2").setChannelId("Kanal-ä").build();

  @AfterEach
  void close() {
    kafka.close();
  }

  @Test
  void writesAnEventWithTheKeyOfItsChannel() {
    log.append(event, 100).join();
    assertThat(kafka.only(ChatMessageEvent.class, Topics.CHAT_MESSAGES)).isEqualTo(event);
    assertThat(kafka.written(Topics.CHAT_MESSAGES).getFirst().key())
        .isEqualTo("Kanal-ä".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesEventsBeyondTheMemoryThatMayWaitForKafka() {
    assertUnavailable(65 * 1024 * 1024);
    log.append(event, 63 * 1024 * 1024).join();
    log.append(event, 63 * 1024 * 1024).join();
  }

  @Test
  void isUnavailableWhileTheServiceStops() {
    kafka.publisher().close();
    assertUnavailable(100);
  }

  private void assertUnavailable(int bytes) {
    assertThatThrownBy(() -> log.append(event, bytes).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            failure -> assertThat(failure.problem().status()).isEqualTo(503));
  }
}
