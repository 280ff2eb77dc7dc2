package io.chatpush.token.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topics;
import io.chatpush.supervision.Condition;
import io.chatpush.supervision.KafkaProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ProducerFactory;

class EventSenderTest {

  private static final Duration PROMPTLY = Duration.ofSeconds(30);

  private final Broker broker = new Broker();
  private final EventSender deviceTokens =
      EventSender.ofDeviceTokens(
          new OneProducer(broker), () -> true, new KafkaProbe(Map.of()), Clock.systemUTC());
  private final EventSender testPushes =
      EventSender.ofTestPushes(
          new OneProducer(broker), () -> true, new KafkaProbe(Map.of()), Clock.systemUTC());

  @AfterEach
  void close() {
    broker.answersForChatMessages.countDown();
    deviceTokens.close();
    testPushes.close();
  }

  @Test
  void writesDeviceTokensWhileTheTopicOfTestPushesIsMissing() {
    CompletableFuture<Void> testPush = testPushes.send("key", "test push");
    IntStream.range(0, 100)
        .mapToObj(number -> deviceTokens.send("key" + number, "event"))
        .toList()
        .forEach(written -> assertThat(written).succeedsWithin(PROMPTLY));
    assertThat(testPush).isNotDone();
  }

  @Test
  void namesTheTopicThatIsMissingAlsoWhileTheOtherIsWritten() {
    broker.answersForChatMessages.countDown();
    for (int i = 0; i < 3; i++) {
      assertThat(testPushes.send("key", "test push")).failsWithin(PROMPTLY);
      assertThat(deviceTokens.send("key", "event")).succeedsWithin(PROMPTLY);
    }
    assertThat(testPushes.condition())
        .isEqualTo(
            new Condition.Stuck("cannot write to " + Topics.CHAT_MESSAGES + " (TimeoutException)"));
    assertThat(deviceTokens.condition()).isEqualTo(Condition.WORKING);
  }

  private record OneProducer(Producer<String, Object> producer)
      implements ProducerFactory<String, Object> {

    @Override
    public Producer<String, Object> createProducer() {
      return producer;
    }
  }

  /** A broker in memory that lacks a topic, and does not say so before it is let. */
  private static final class Broker extends MockProducer<String, Object> {

    private final CountDownLatch answersForChatMessages = new CountDownLatch(1);

    Broker() {
      super(true, null, new StringSerializer(), (_, _) -> new byte[1]);
    }

    // Not synchronized as in the superclass: calls for one topic do not wait for those of another.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Future<RecordMetadata> send(ProducerRecord<String, Object> record, Callback callback) {
      if (!record.topic().equals(Topics.CHAT_MESSAGES)) {
        return super.send(record, callback);
      }
      try {
        answersForChatMessages.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      TimeoutException missing = new TimeoutException("Topic chat.messages not present");
      callback.onCompletion(null, missing);
      return CompletableFuture.failedFuture(missing);
    }
  }
}
