package io.chatpush.dispatch.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chatpush.dispatch.kafka.RegistryFreeCodec.NamedDeserializer;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.supervision.Condition;
import io.chatpush.supervision.KafkaProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

  private static final Duration PROMPTLY = Duration.ofSeconds(30);

  private final Broker broker = new Broker();
  private final EventPublisher publisher = publisher(RegistryFreeCodec.create());

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void keepsOfALetterThatIsTooLargeEverythingButItsValue() {
    broker.refuses = record -> record.value() == null ? null : new RecordTooLargeException();
    byte[] key = {1};
    assertThat(
            publisher.publish(
                Topics.PUSH_DEAD_LETTERS,
                key,
                "abc".repeat(100).getBytes(UTF_8),
                List.of(header("their-own", "x"), header(DeadLetterHeaders.REASON, "WHY"))))
        .succeedsWithin(PROMPTLY);
    ProducerRecord<byte[], byte[]> letter = broker.history().getFirst();
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isNull();
    assertThat(text(letter, "their-own")).isEqualTo("x");
    assertThat(text(letter, DeadLetterHeaders.REASON)).isEqualTo("WHY");
    assertThat(text(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("value");
    assertThat(text(letter, DeadLetterHeaders.VALUE_BYTES)).isEqualTo("300");
    assertThat(text(letter, DeadLetterHeaders.VALUE_SHA256))
        .isEqualTo("d9f5aeb06abebb3be3f38adec9a2e3b94228d52193be923eb4e24c9b56ee0930");
  }

  @Test
  void keepsOnlyItsOwnHeadersOfALetterWhoseHeadersAreTooLarge() {
    broker.refuses =
        record ->
            record.headers().lastHeader("their-own") == null && record.key() == null
                ? null
                : new RecordTooLargeException();
    assertThat(
            publisher.publish(
                Topics.PUSH_DEAD_LETTERS,
                new byte[2_000_000],
                new byte[] {7},
                List.of(header("their-own", "x"), header(DeadLetterHeaders.REASON, "WHY"))))
        .succeedsWithin(PROMPTLY);
    ProducerRecord<byte[], byte[]> letter = broker.history().getFirst();
    assertThat(text(letter, DeadLetterHeaders.REASON)).isEqualTo("WHY");
    assertThat(text(letter, DeadLetterHeaders.VALUE_BYTES)).isEqualTo("1");
  }

  @Test
  void tellsItsCallerThatARecordIsTooLargeForAnyOtherTopic() {
    broker.refuses = _ -> new RecordTooLargeException();
    CompletableFuture<Void> written =
        publisher.publish(Topics.PUSH_COMMANDS, new byte[1], new byte[1], List.of());
    assertThat(written).failsWithin(PROMPTLY);
    assertThat(EventPublisher.isTooLarge(written.exceptionNow())).isTrue();
    assertThat(PublisherClosedException.isCauseOf(written.exceptionNow())).isFalse();
  }

  @Test
  void goesOnAfterAnyFaultOfAnEncoder() {
    try (EventPublisher withFaults =
        publisher(
            new RecordCodec(
                Map.of("value.serializer", FaultySerializer.class),
                Map.of("value.deserializer", NamedDeserializer.class)))) {
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Void> faulty =
            withFaults.publish(Topics.DEAD_LETTER_ACTIONS, "key", anAction(i));
        assertThat(faulty).failsWithin(PROMPTLY);
      }
      assertThat(withFaults.publish(Topics.DEAD_LETTER_ACTIONS, "key", anAction(3)))
          .succeedsWithin(PROMPTLY);
      assertThat(withFaults.condition()).isEqualTo(Condition.WORKING);
    }
  }

  @Test
  void retriesWhatItMayNotWriteYetAndSaysSo() {
    broker.refuses = _ -> new TopicAuthorizationException("not yet");
    CompletableFuture<Void> written =
        publisher.publish(Topics.PUSH_OUTCOMES, new byte[1], new byte[1], List.of());
    await("the trouble is known")
        .untilAsserted(() ->
            assertThat(publisher.trouble())
                .hasValueSatisfying(text ->
                    assertThat(text)
                        .contains(Topics.PUSH_OUTCOMES)
                        .contains("TopicAuthorizationException")));
    assertThat(written).isNotDone();
    broker.refuses = _ -> null;
    assertThat(written).succeedsWithin(PROMPTLY);
    assertThat(publisher.trouble()).isEmpty();
  }

  @Test
  void writesToTheOtherTopicsWhileOneIsMissing() {
    broker.missing = Set.of(RetryTier.AFTER_10S.topic());
    List<CompletableFuture<Void>> held = publish(RetryTier.AFTER_10S.topic(), 0, 50);
    publish(Topics.PUSH_OUTCOMES, 0, 50)
        .forEach(written -> assertThat(written).succeedsWithin(PROMPTLY));
    assertThat(broker.blocked.get())
        .as("calls of the producer that have waited for the missing topic")
        .isEqualTo(1);
    assertThat(held).noneMatch(CompletableFuture::isDone);
    assertThat(publisher.condition())
        .isInstanceOfSatisfying(
            Condition.Stuck.class,
            stuck ->
                assertThat(stuck.reason())
                    .contains(RetryTier.AFTER_10S.topic(), "TimeoutException"));
  }

  @Test
  void keepsTheOrderOfATopicThatWasMissing() {
    broker.missing = Set.of(RetryTier.AFTER_10S.topic());
    List<CompletableFuture<Void>> written = publish(RetryTier.AFTER_10S.topic(), 0, 50);
    assertThat(publish(Topics.PUSH_OUTCOMES, 0, 1).getFirst()).succeedsWithin(PROMPTLY);
    broker.missing = Set.of();
    written = concat(written, publish(RetryTier.AFTER_10S.topic(), 50, 100));
    written.forEach(each -> assertThat(each).succeedsWithin(PROMPTLY));
    assertThat(broker.numbers(RetryTier.AFTER_10S.topic()))
        .isEqualTo(IntStream.range(0, 100).boxed().toList());
    assertThat(publisher.condition()).isEqualTo(Condition.WORKING);
  }

  @Test
  void doesNotFillTheProducerWithRecordsOfATopicWithoutALeader() {
    broker.leaderless = Set.of(RetryTier.AFTER_10S.topic());
    // As a record that has waited in the producer's buffer for too long.
    broker.expires = true;
    CompletableFuture<Void> first = publish(RetryTier.AFTER_10S.topic(), 0, 1).getFirst();
    await("the trouble is known").until(() -> publisher.trouble().isPresent());
    broker.expires = false;
    List<CompletableFuture<Void>> held = publish(RetryTier.AFTER_10S.topic(), 1, 50);
    assertThat(publish(Topics.PUSH_OUTCOMES, 0, 1).getFirst()).succeedsWithin(PROMPTLY);
    assertThat(broker.numbers(RetryTier.AFTER_10S.topic())).isEmpty();
    broker.leaderless = Set.of();
    concat(held, List.of(first)).forEach(each -> assertThat(each).succeedsWithin(PROMPTLY));
  }

  @Test
  void holdsUpNothingForALetterThatNoTopicTakes() {
    broker.refuses = record -> record.key() == null ? new RecordTooLargeException() : null;
    CompletableFuture<Void> tooLarge =
        publisher.publish(Topics.PUSH_DEAD_LETTERS, (byte[]) null, null, List.of());
    await("the trouble is known").until(() -> publisher.trouble().isPresent());
    assertThat(publish(Topics.PUSH_DEAD_LETTERS, 1, 2).getFirst()).succeedsWithin(PROMPTLY);
    assertThat(tooLarge).isNotDone();
  }

  @Test
  void saysThatItIsClosedOfRecordsThatWaitForATopic() {
    broker.missing = Set.of(RetryTier.AFTER_10S.topic());
    CompletableFuture<Void> held = publish(RetryTier.AFTER_10S.topic(), 0, 1).getFirst();
    await("the trouble is known").until(() -> publisher.trouble().isPresent());
    publisher.close();
    assertThat(held).isCompletedExceptionally();
    assertThat(PublisherClosedException.isCauseOf(held.exceptionNow())).isTrue();
  }

  @Test
  void saysThatItIsClosed() {
    publisher.close();
    assertThatThrownBy(() ->
            publisher.publish(Topics.PUSH_OUTCOMES, new byte[1], new byte[1], List.of()).join())
        .isInstanceOf(CompletionException.class)
        .satisfies(failure -> assertThat(PublisherClosedException.isCauseOf(failure)).isTrue());
  }

  /** Publishes numbers as keys. */
  private List<CompletableFuture<Void>> publish(String topic, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            number -> publisher.publish(topic, new byte[] {(byte) number}, new byte[1], List.of()))
        .toList();
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private EventPublisher publisher(RecordCodec codec) {
    return new EventPublisher(() -> broker, codec, new KafkaProbe(Map.of()), Clock.systemUTC());
  }

  private static DeadLetterAction anAction(int offset) {
    return DeadLetterAction.newBuilder()
        .setAction(DeadLetterActionType.DISCARDED)
        .setJobId("job")
        .setLetter(new RecordPlace(Topics.PUSH_DEAD_LETTERS, 0, (long) offset))
        .setActedBy("operator")
        .setActedAt(Instant.EPOCH)
        .setFilter("{}")
        .build();
  }

  private static Header header(String name, String value) {
    return TestKafka.header(name, value);
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String header) {
    return new String(record.headers().lastHeader(header).value(), UTF_8);
  }

  /**
   * A broker in memory that refuses the records that a test names. It counts the calls for which a
   * real producer would wait for {@code max.block.ms}, and does not wait itself.
   */
  private static final class Broker extends MockProducer<byte[], byte[]> {

    private volatile Function<ProducerRecord<byte[], byte[]>, @Nullable Exception> refuses =
        _ -> null;

    private volatile Set<String> missing = Set.of();
    private volatile Set<String> leaderless = Set.of();
    private volatile boolean expires;
    private final AtomicInteger blocked = new AtomicInteger();

    Broker() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (expires && leaderless.contains(record.topic())) {
        var _ =
            CompletableFuture.runAsync(
                () -> callback.onCompletion(null, new TimeoutException("Expiring 1 record(s)")));
        return new CompletableFuture<>();
      }
      Exception refusal = refuses.apply(record);
      if (missing.contains(record.topic())) {
        blocked.incrementAndGet();
        refusal = notPresent(record.topic());
      }
      if (refusal == null) {
        return super.send(record, callback);
      }
      callback.onCompletion(null, refusal);
      return CompletableFuture.failedFuture(refusal);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
      if (missing.contains(topic)) {
        throw notPresent(topic);
      }
      Node leader = leaderless.contains(topic) ? Node.noNode() : new Node(1, "localhost", 9092);
      return List.of(new PartitionInfo(topic, 0, leader, new Node[0], new Node[0]));
    }

    private static TimeoutException notPresent(String topic) {
      return new TimeoutException("Topic " + topic + " not present in metadata after 1000 ms.");
    }

    /** The keys of the records of a topic. */
    private List<Integer> numbers(String topic) {
      return history().stream()
          .filter(record -> record.topic().equals(topic))
          .map(record -> (int) record.key()[0])
          .toList();
    }
  }

  /** Fails in a different way for each of the first offsets. */
  public static final class FaultySerializer implements Serializer<Object> {

    private final Serializer<Object> faultless = new RegistryFreeCodec.NamedSerializer();

    @Override
    public byte[] serialize(String topic, Object record) {
      return switch ((int) ((DeadLetterAction) record).getLetter().getOffset()) {
        case 0 -> throw new ArithmeticException("long overflow");
        case 1 -> throw new StackOverflowError();
        case 2 -> throw new AssertionError("a fault of ours");
        default -> faultless.serialize(topic, record);
      };
    }
  }
}
