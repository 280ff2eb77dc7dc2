package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.RecordPlace;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.testing.WildValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any record on {@code chat.messages} of the running stack, of any bytes, timestamp, headers and
 * compression: each is answered by a dead letter, by outcomes or by being postponed, the good
 * events between them are pushed, and the logs stay short.
 *
 * <p>{@code -Dchatpush.test.any-events=} sets how many, {@code -Dchatpush.test.any-events.seed=}
 * repeats a run.
 */
@SystemTest
final class AnyEventIT {

  private static final int EVENTS =
      Integer.getInteger("chatpush.test.any-events", Endurance.ON ? 100_000 : 2_000);
  private static final long SEED = Long.getLong("chatpush.test.any-events.seed", 20_261_126L);

  /** As many as are on their way at a time, so that the producers' memory suffices. */
  private static final int BATCH = 500;

  private static final int PHONES = 4;
  private static final Duration PACE = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(3).plusMillis(20L * EVENTS);

  /** More than there are reasons that a part logs, each at most ten times a minute. */
  private static final int LOG_LINES_PER_MINUTE = 300;

  private final RunningStack stack;

  AnyEventIT(RunningStack stack) {
    this.stack = stack;
  }

  /** Where a record is. */
  private record Place(int partition, long offset) {}

  /**
   * What is expected for a record that Kafka took.
   *
   * @param messageId of its event, or null when the bytes are not an event
   * @param leadsToNothing whether it is an event without recipients, which may have no answer
   */
  private record Expected(@Nullable String messageId, boolean leadsToNothing) {}

  @Test
  void isAnsweredAndDelaysNoGoodEvent() throws Exception {
    List<Phone> phones = Stream.generate(Phone::aPhone).limit(PHONES).toList();
    new Apps(stack).register(phones.toArray(Phone[]::new));
    ProcessHandle dispatch = stack.process("dispatch-service");
    long lines = logLines();
    Instant begin = Instant.now();
    try (Chatter chatter = Chatter.begin(stack, phones, PACE);
        TopicTail<byte[]> letters = TopicTail.bytes(stack, Topics.CHAT_MESSAGES_DEAD_LETTERS);
        TopicTail<PushCommand> held =
            TopicTail.records(stack, RetryTier.AFTER_10S.topic(), PushCommand.class);
        TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      Map<Place, Expected> unanswered = publish(phones);
      assertThat(unanswered).as("events that Kafka took").hasSizeGreaterThan(EVENTS / 2);

      Awaitility.await("an answer to each of " + unanswered.size() + " events, seed " + SEED)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(500))
          .atMost(LIMIT)
          .untilAsserted(() -> {
            removeAnswered(unanswered, letters.all(), outcomes.all());
            removePostponed(unanswered, held.all());
            assertThat(unanswered.entrySet()).isEmpty();
          });

      int calledFor = chatter.stop();
      assertThat(chatter.awaitOutcomes(LIMIT)).isEqualTo(Map.of(Outcome.ACCEPTED, calledFor));
    }
    long minutes = Duration.between(begin, Instant.now()).toMinutes() + 1;
    assertThat(logLines() - lines)
        .as("log lines of both services, seed %d", SEED)
        .isLessThan(LOG_LINES_PER_MINUTE * minutes);
    assertThat(dispatch.isAlive()).as("dispatch-service was not restarted").isTrue();
    assertThat(Http.answer(stack.dispatchServiceUrl() + "/actuator/health/readiness").statusCode())
        .isEqualTo(200);
  }

  /** Publishes the events and returns those that Kafka took. */
  private Map<Place, Expected> publish(List<Phone> phones) throws InterruptedException {
    WildValues wild =
        new WildValues(SEED, LocalApp.ID, phones.stream().map(Phone::user).toList(), Instant.now());
    AvroDeserializer avro = new AvroDeserializer();
    avro.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
    List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
    Map<Place, Expected> taken = new HashMap<>();
    try (ChatSystem chat = new ChatSystem(stack)) {
      for (String compression : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
        producers.add(producer(compression));
      }
      int partitions = producers.getFirst().partitionsFor(Topics.CHAT_MESSAGES).size();
      for (int first = 0; first < EVENTS; first += BATCH) {
        List<byte @Nullable []> values = new ArrayList<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int number = first; number < Math.min(first + BATCH, EVENTS); number++) {
          byte @Nullable [] value = value(wild, chat, number);
          values.add(value);
          sent.add(
              producers
                  .get(wild.below(producers.size()))
                  .send(new Wild(wild, wild.below(partitions), value)));
        }
        Iterator<byte @Nullable []> each = values.iterator();
        for (Future<RecordMetadata> future : sent) {
          byte @Nullable [] value = each.next();
          RecordMetadata metadata = ifTaken(future);
          if (metadata != null) {
            taken.put(new Place(metadata.partition(), metadata.offset()), expected(avro, value));
          }
        }
      }
    } finally {
      producers.forEach(KafkaProducer::close);
      avro.close();
    }
    return taken;
  }

  private static byte @Nullable [] value(WildValues wild, ChatSystem chat, int number) {
    if (wild.rare(4)) {
      return wild.garbage();
    }
    ChatMessageEvent.Builder event =
        ChatMessageEvent.newBuilder(chat.aMessageTo(wild.user()))
            .setMessageId("any-" + SEED + "-" + number);
    byte[] value = chat.encode(wild.change(event).build());
    return wild.rare(3) ? wild.changed(value) : value;
  }

  private KafkaProducer<byte[], byte[]> producer(String compression) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", stack.kafka(), "compression.type", compression),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Where the record is, or null when the broker or the producer refused it as it may. */
  private static @Nullable RecordMetadata ifTaken(Future<RecordMetadata> sent)
      throws InterruptedException {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidTimestampException
          || e.getCause() instanceof RecordTooLargeException) {
        return null;
      }
      throw new AssertionError("Kafka did not take an event, seed " + SEED, e);
    }
  }

  private static Expected expected(AvroDeserializer avro, byte @Nullable [] value) {
    try {
      return avro.deserialize(Topics.CHAT_MESSAGES, value) instanceof ChatMessageEvent event
          ? new Expected(event.getMessageId(), event.getRecipients().isEmpty())
          : new Expected(null, false);
    } catch (KafkaException e) {
      return new Expected(null, false);
    }
  }

  private static void removeAnswered(
      Map<Place, Expected> unanswered,
      List<ConsumerRecord<String, byte[]>> letters,
      List<ConsumerRecord<String, PushOutcome>> outcomes) {
    for (ConsumerRecord<String, byte[]> letter : letters) {
      unanswered.remove(
          new Place(
              Integer.parseInt(header(letter, DeadLetterHeaders.SOURCE_PARTITION)),
              Long.parseLong(header(letter, DeadLetterHeaders.SOURCE_OFFSET))));
    }
    Set<String> ended = new HashSet<>();
    outcomes.forEach(outcome -> ended.add(outcome.value().getMessage().getMessageId()));
    unanswered
        .values()
        .removeIf(expected ->
            expected.leadsToNothing() || ended.contains(String.valueOf(expected.messageId())));
  }

  /** An event of an unknown type or audience is kept until it expires. */
  private static void removePostponed(
      Map<Place, Expected> unanswered, List<ConsumerRecord<String, PushCommand>> held) {
    for (ConsumerRecord<String, PushCommand> command : held) {
      if (command.value().getPostponed() != null) {
        RecordPlace source = command.value().getPush().getSource();
        unanswered.remove(new Place(source.getPartition(), source.getOffset()));
      }
    }
  }

  /** The last header of that name: the first ones may be the event's own. */
  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private long logLines() throws IOException {
    long lines = 0;
    for (Path log : stack.logs()) {
      if (log.getFileName().toString().contains("-service")) {
        try (Stream<String> all = Files.lines(log, StandardCharsets.ISO_8859_1)) {
          lines += all.count();
        }
      }
    }
    return lines;
  }

  /** A record with any key, headers and timestamp: the superclass refuses a timestamp of -1. */
  private static final class Wild extends ProducerRecord<byte[], byte[]> {

    private final long timestamp;

    Wild(WildValues wild, int partition, byte @Nullable [] value) {
      super(Topics.CHAT_MESSAGES, partition, wild.garbage(), value, wild.headers());
      // The client refuses what is less than -1, and the broker what is an hour ahead.
      this.timestamp =
          Math.clamp(
              wild.timestamp(), -1, Instant.now().plus(Duration.ofMinutes(50)).toEpochMilli());
    }

    @Override
    public Long timestamp() {
      return timestamp;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return super.equals(other) && other instanceof Wild that && that.timestamp == timestamp;
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + Long.hashCode(timestamp);
    }
  }
}
