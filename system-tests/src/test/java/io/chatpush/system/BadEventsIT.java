package io.chatpush.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What cannot be used goes to the dead letters as it came, and holds up nobody. */
@SystemTest
final class BadEventsIT {

  /** One for all, so that a good event stands behind the bad ones. */
  private static final int PARTITION = 3;

  private static final String KEY = "channel-of-bad-events";
  private static final int UNKNOWN_SCHEMA_ID = 2_000_000_000;

  private final RunningStack stack;

  BadEventsIT(RunningStack stack) {
    this.stack = stack;
  }

  /**
   * An event that nobody can use.
   *
   * @param reason why, as its dead letter is to say
   */
  private record BadEvent(String reason, ByteBuffer value) {

    BadEvent(String reason, byte[] value) {
      this(reason, ByteBuffer.wrap(value));
    }
  }

  @Test
  void keepsEveryBadEventAsItCameAndDeliversTheGoodOneBehindThem() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    try (ChatSystem chat = new ChatSystem(stack);
        TopicTail<byte[]> deadLetters = TopicTail.bytes(stack, Topics.CHAT_MESSAGES_DEAD_LETTERS)) {
      Map<RecordMetadata, BadEvent> published = new LinkedHashMap<>();
      for (BadEvent bad : badEvents(chat, phone)) {
        RecordHeader trace = new RecordHeader("trace", "of-the-chat".getBytes(UTF_8));
        published.put(chat.publish(PARTITION, KEY, bad.value().array(), trace), bad);
      }
      ChatMessageEvent good = chat.aMessageTo(phone.user());
      var _ = chat.publish(PARTITION, KEY, chat.encode(good));

      published.forEach((at, bad) -> requireDeadLetter(deadLetters, at, bad));
      assertThat(new Simulator(stack).awaitPush(phone).body()).isEqualTo(good.getBody());
      assertThat(deadLetters.all()).as("dead letters").hasSameSizeAs(published.keySet());
    }
  }

  @Test
  void sendsNoPushForAnEventOfAnAbortedTransaction() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    try (ChatSystem chat = new ChatSystem(stack);
        TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack);
        KafkaProducer<String, byte[]> transactional =
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers",
                    stack.kafka(),
                    "transactional.id",
                    Phone.unique("chat-system")),
                new StringSerializer(),
                new ByteArraySerializer())) {
      transactional.initTransactions();
      transactional.beginTransaction();
      ChatMessageEvent aborted = chat.aMessageTo(phone.user());
      var _ =
          transactional
              .send(
                  new ProducerRecord<>(Topics.CHAT_MESSAGES, PARTITION, KEY, chat.encode(aborted)))
              .get();
      transactional.abortTransaction();
      ChatMessageEvent good = chat.aMessageTo(phone.user());
      var _ = chat.publish(PARTITION, KEY, chat.encode(good));

      // The good event is behind the aborted one, which would be read and sent first.
      var _ =
          outcomes.await(
              "the outcome of the good event",
              entry -> entry.value().getMessage().getMessageId().equals(good.getMessageId()));
      assertThat(outcomes.all())
          .extracting(entry -> entry.value().getMessage().getMessageId())
          .doesNotContain(aborted.getMessageId());
      assertThat(new Simulator(stack).inbox(phone).pushes())
          .extracting(Simulator.Push::body)
          .containsExactly(good.getBody());
    }
  }

  /**
   * Kafka deletes records by their time. Pushes that wait while FCM is down would be deleted with
   * the time of an event that is older than the retention of the topics between.
   */
  @Test
  void writesThePushesOfABackdatedEventWithTheTimeOfWriting() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    Instant begin = Instant.now();
    try (ChatSystem chat = new ChatSystem(stack);
        TopicTail<byte[]> commands = TopicTail.bytes(stack, Topics.PUSH_COMMANDS);
        TopicTail<byte[]> requests = TopicTail.bytes(stack, Topics.PUSH_REQUESTS);
        KafkaProducer<String, byte[]> backfill =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()),
                new StringSerializer(),
                new ByteArraySerializer())) {
      ChatMessageEvent event = chat.aMessageTo(phone.user());
      long twoDaysAgo = begin.minus(Duration.ofDays(2)).toEpochMilli();
      var _ =
          backfill
              .send(
                  new ProducerRecord<>(
                      Topics.CHAT_MESSAGES, PARTITION, twoDaysAgo, KEY, chat.encode(event)))
              .get();
      assertThat(new Simulator(stack).awaitPush(phone).body()).isEqualTo(event.getBody());
      for (TopicTail<byte[]> topic : List.of(commands, requests)) {
        assertThat(topic.all())
            .isNotEmpty()
            .allSatisfy(entry ->
                assertThat(Instant.ofEpochMilli(entry.timestamp()))
                    .isAfter(begin.minus(Duration.ofMinutes(1))));
      }
    }
  }

  private static void requireDeadLetter(
      TopicTail<byte[]> deadLetters, RecordMetadata at, BadEvent bad) {
    String offset = Long.toString(at.offset());
    ConsumerRecord<String, byte[]> letter =
        deadLetters.await(
            "the dead letter, %s, of the event at offset %s".formatted(bad.reason(), offset),
            entry -> header(entry, DeadLetterHeaders.SOURCE_OFFSET).equals(offset));
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(ByteBuffer.wrap(letter.value())).as("as it came").isEqualTo(bad.value());
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo(bad.reason());
    assertThat(header(letter, DeadLetterHeaders.DETAIL)).isNotBlank().doesNotContain(Secrets.all());
    assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo(Topics.CHAT_MESSAGES);
    assertThat(header(letter, DeadLetterHeaders.SOURCE_PARTITION))
        .isEqualTo(Integer.toString(PARTITION));
    assertThat(Instant.parse(header(letter, DeadLetterHeaders.FAILED_AT)))
        .isAfterOrEqualTo(Instant.ofEpochMilli(at.timestamp()));
    assertThat(header(letter, "trace")).as("its own header").isEqualTo("of-the-chat");
  }

  private static List<BadEvent> badEvents(ChatSystem chat, Phone phone) {
    ChatMessageEvent withoutApp = ofApp("", chat.aMessageTo(phone.user()));
    ChatMessageEvent ofAnotherApp = ofApp("somebody-elses-app", chat.aMessageTo(phone.user()));
    ChatMessageEvent inNanoseconds =
        ChatMessageEvent.newBuilder(chat.aMessageTo(phone.user()))
            .setSentAt(Instant.ofEpochMilli(Long.MAX_VALUE))
            .build();
    List<String> tooMany = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "member-" + i).toList();
    byte[] ofUnknownSchema = chat.encode(chat.aMessageTo(phone.user()));
    ByteBuffer.wrap(ofUnknownSchema).putInt(1, UNKNOWN_SCHEMA_ID);
    byte[] whole = chat.encode(chat.aMessageTo(phone.user()));
    return List.of(
        new BadEvent("UNDECODABLE", "this is not Avro".getBytes(UTF_8)),
        new BadEvent("UNDECODABLE", new byte[0]),
        new BadEvent("UNDECODABLE", ofUnknownSchema),
        new BadEvent("UNDECODABLE", Arrays.copyOf(whole, whole.length / 2)),
        new BadEvent("SENT_AT_IMPLAUSIBLE", chat.encode(inNanoseconds)),
        new BadEvent("ID_MISSING", chat.encode(withoutApp)),
        new BadEvent("APP_UNKNOWN", chat.encode(ofAnotherApp)),
        new BadEvent("TOO_MANY_RECIPIENTS", chat.encode(chat.aMessage(Phone.somebody(), tooMany))));
  }

  private static ChatMessageEvent ofApp(String app, ChatMessageEvent event) {
    return ChatMessageEvent.newBuilder(event).setAppId(app).build();
  }

  private static String header(ConsumerRecord<String, byte[]> entry, String name) {
    return StreamSupport.stream(entry.headers().spliterator(), false)
        .filter(header -> header.key().equals(name))
        .map(ChatSystem::text)
        .findFirst()
        .orElse("");
  }
}
