package io.chatpush.stack.chaos;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.stack.launch.LocalApp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes batches of bad records, on every partition of the topic, and returns when Kafka has
 * acknowledged them. The content depends on the seed alone, but for the present time. Used by one
 * thread.
 */
final class BadRecordPublisher implements AutoCloseable {

  /** Topics that only chatpush's own parts should write. */
  private static final List<String> INTERNAL =
      Topics.ALL.stream().map(Topic::name).filter(name -> name.startsWith("push.")).toList();

  /** Topics that this program reads, with a client that a damaged record would stop. */
  private static final Set<String> READ_HERE = Set.of(Topics.USER_DEVICES, Topics.PUSH_OUTCOMES);

  private static final int UNKNOWN_SCHEMA_ID = 2_000_000_000;

  /** More than a broker takes in one record, but little when compressed. */
  private static final int OVERSIZE_BYTES = 2_000_000;

  /** Just below the largest record that a broker takes: with more headers it is too large. */
  private static final int NEARLY_TOO_LARGE = 1_047_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<String, Object> kafka;
  private final Clock clock;
  private final Random random;
  private final List<String> recipients;
  private final AvroSerializer values = new AvroSerializer();
  private final KafkaProducer<byte[], byte[]> producer;
  private long number;

  /**
   * Connects lazily.
   *
   * @param kafka how to reach the broker, with a login that may write to all topics
   * @param recipients users with devices, for the events that are good but for one thing
   */
  BadRecordPublisher(
      Map<String, Object> kafka,
      String registryUrl,
      Clock clock,
      long seed,
      List<String> recipients) {
    this.kafka = kafka;
    this.clock = clock;
    this.random = new Random(seed);
    this.recipients = List.copyOf(recipients);
    values.configure(Map.of("schema.registry.url", registryUrl), false);
    this.producer = producer(Map.of());
  }

  /**
   * Publishes a batch.
   *
   * @return how many records
   * @throws CommandException when Kafka does not take them
   */
  int publish(BadRecords kind) throws InterruptedException {
    return switch (kind) {
      case RANDOM_BYTES -> send(everywhere(Topics.CHAT_MESSAGES, partition -> randomBytes()));
      case UNKNOWN_SCHEMAS ->
          send(everywhere(Topics.CHAT_MESSAGES, partition -> ofUnknownSchema()));
      case TIMESTAMPS -> send(timestamps());
      case SENT_AT -> send(sentAt());
      case OVERSIZE -> send(oversize());
      case NULLS -> send(nulls());
      case HEADERS -> send(headers());
      case DAMAGED -> send(damaged());
      case ABORTED_TRANSACTIONS -> abort();
      case INTERNAL_TOPICS -> send(internalTopics());
    };
  }

  private List<ProducerRecord<byte[], byte[]>> timestamps() {
    Instant now = clock.instant();
    // One in the future is refused by the broker from an hour on.
    List<Long> timestamps =
        List.of(
            -1L,
            0L,
            now.minus(Duration.ofDays(700)).toEpochMilli(),
            now.minus(Duration.ofDays(2)).toEpochMilli(),
            now.plus(Duration.ofMinutes(50)).toEpochMilli());
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition = 0; partition < partitions(Topics.CHAT_MESSAGES); partition++) {
      for (long timestamp : timestamps) {
        records.add(
            new DatedRecord(
                Topics.CHAT_MESSAGES, partition, timestamp, key(), encoded(event(now))));
      }
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> sentAt() {
    Instant now = clock.instant();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<Instant> sentAt =
        List.of(
            Instant.ofEpochMilli(now.getEpochSecond()),
            Instant.ofEpochMilli(now.toEpochMilli() * 1_000),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(Long.MIN_VALUE),
            Instant.ofEpochMilli(-1));
    for (int partition = 0; partition < partitions(Topics.CHAT_MESSAGES); partition++) {
      for (Instant each : sentAt) {
        ChatMessageEvent event = event(each);
        records.add(record(Topics.CHAT_MESSAGES, partition, key(), encoded(event)));
        ChatMessageEvent expiring = ChatMessageEvent.newBuilder(event).setExpiresAt(each).build();
        records.add(record(Topics.CHAT_MESSAGES, partition, key(), encoded(expiring)));
      }
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> oversize() {
    byte[] json =
        "{\"not\":\"avro\"} ".repeat(OVERSIZE_BYTES / 15).getBytes(StandardCharsets.UTF_8);
    ChatMessageEvent manyRecipients =
        ChatMessageEvent.newBuilder(event(clock.instant()))
            .setRecipients(
                IntStream.range(0, 2_000)
                    .mapToObj(i -> ("recipient-" + i + "-").repeat(40))
                    .toList())
            .build();
    byte[] nearly = new byte[NEARLY_TOO_LARGE];
    random.nextBytes(nearly); // which no compression makes smaller
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition = 0; partition < partitions(Topics.CHAT_MESSAGES); partition++) {
      records.add(record(Topics.CHAT_MESSAGES, partition, key(), json));
      records.add(record(Topics.CHAT_MESSAGES, partition, key(), encoded(manyRecipients)));
      records.add(record(Topics.CHAT_MESSAGES, partition, key(), nearly));
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> nulls() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition = 0; partition < partitions(Topics.CHAT_MESSAGES); partition++) {
      records.add(record(Topics.CHAT_MESSAGES, partition, null, null));
      records.add(record(Topics.CHAT_MESSAGES, partition, key(), null));
      records.add(record(Topics.CHAT_MESSAGES, partition, null, new byte[0]));
      records.add(record(Topics.CHAT_MESSAGES, partition, new byte[0], new byte[] {0}));
      records.add(record(Topics.CHAT_MESSAGES, partition, null, encoded(event(clock.instant()))));
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> headers() {
    List<List<Header>> odd =
        List.of(
            List.of(new RecordHeader("", new byte[0])),
            List.of(new RecordHeader("trace", (byte[]) null)),
            List.of(new RecordHeader("large", new byte[200_000])),
            IntStream.range(0, 500)
                .<Header>mapToObj(i -> new RecordHeader("many-" + i, new byte[] {(byte) i}))
                .toList(),
            List.of(
                new RecordHeader("chatpush-redrive-count", randomBytes()),
                new RecordHeader("chatpush-reason", new byte[0]),
                new RecordHeader("chatpush-source-offset", "x".getBytes(StandardCharsets.UTF_8))),
            List.of(new RecordHeader("__value_schema_id", randomBytes())));
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition = 0; partition < partitions(Topics.CHAT_MESSAGES); partition++) {
      for (List<Header> headers : odd) {
        for (byte[] value : List.of(encoded(event(clock.instant())), randomBytes())) {
          records.add(
              new ProducerRecord<>(Topics.CHAT_MESSAGES, partition, null, key(), value, headers));
        }
      }
    }
    return records;
  }

  /**
   * Records whose length is wrong: the client counts the bytes of a header's name as UTF-8, but
   * writes the half of a surrogate pair as one question mark. The broker does not look into a
   * compressed batch. Not on the topics that this program itself reads.
   */
  private List<ProducerRecord<byte[], byte[]>> damaged() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<Header> headers = List.of(new RecordHeader("trace-\uD83D", new byte[3]));
    List<String> topics = new ArrayList<>(INTERNAL);
    topics.removeAll(READ_HERE);
    topics.addFirst(Topics.CHAT_MESSAGES);
    for (String topic : topics) {
      for (int partition = 0; partition < partitions(topic); partition++) {
        records.add(new ProducerRecord<>(topic, partition, null, key(), new byte[] {1}, headers));
      }
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> internalTopics() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String topic : INTERNAL) {
      for (int partition = 0; partition < partitions(topic); partition++) {
        records.add(record(topic, partition, key(), randomBytes()));
        records.add(record(topic, partition, randomBytes(), ofUnknownSchema()));
        // Well-formed, but another record than belongs there.
        records.add(record(topic, partition, key(), encoded(event(clock.instant()))));
      }
    }
    return records;
  }

  /** A null value on a compacted topic would be a tombstone, so it is not among these. */
  private int abort() throws InterruptedException {
    int partitions = partitions(Topics.CHAT_MESSAGES);
    try (KafkaProducer<byte[], byte[]> transactional =
        producer(Map.of("transactional.id", "chaos-aborted-" + random.nextInt(1_000_000)))) {
      transactional.initTransactions();
      transactional.beginTransaction();
      for (int partition = 0; partition < partitions; partition++) {
        var _ =
            transactional.send(
                record(Topics.CHAT_MESSAGES, partition, key(), encoded(event(clock.instant()))));
      }
      transactional.flush();
      transactional.abortTransaction();
    }
    return partitions;
  }

  private int send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(each -> sent.add(producer.send(each)));
    try {
      for (Future<RecordMetadata> each : sent) {
        var _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new CommandException(
          "Kafka did not take a bad record: " + Objects.requireNonNullElse(e.getCause(), e), e);
    }
    return records.size();
  }

  /** A record with any timestamp: the constructor of its superclass refuses those below 0. */
  private static final class DatedRecord extends ProducerRecord<byte[], byte[]> {

    private final long dated;

    DatedRecord(String topic, int partition, long dated, byte[] key, byte[] value) {
      super(topic, partition, key, value);
      this.dated = dated;
    }

    @Override
    public Long timestamp() {
      return dated;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return super.equals(other) && other instanceof DatedRecord that && that.dated == dated;
    }

    @Override
    public int hashCode() {
      return super.hashCode() * 31 + Long.hashCode(dated);
    }
  }

  /** Makes the value for each partition. */
  @FunctionalInterface
  private interface Value {
    byte[] of(int partition);
  }

  private List<ProducerRecord<byte[], byte[]>> everywhere(String topic, Value value) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int partition = 0; partition < partitions(topic); partition++) {
      for (int i = 0; i < 20; i++) {
        records.add(record(topic, partition, key(), value.of(partition)));
      }
    }
    return records;
  }

  private int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[1 + random.nextInt(400)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      bytes[0] = 0; // the magic byte of the wire format
    }
    return bytes;
  }

  private byte[] ofUnknownSchema() {
    byte[] value = encoded(event(clock.instant()));
    ByteBuffer.wrap(value).putInt(1, UNKNOWN_SCHEMA_ID + random.nextInt(1_000));
    return value;
  }

  private byte[] key() {
    return ("chaos-bad-" + random.nextInt(1_000)).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] encoded(ChatMessageEvent event) {
    return Objects.requireNonNull(values.serialize(Topics.CHAT_MESSAGES, event));
  }

  /** An event that is good, to one user with a device. */
  private ChatMessageEvent event(Instant sentAt) {
    return ChatMessageEvent.newBuilder()
        .setAppId(LocalApp.ID)
        .setMessageId("chaos-bad-" + clock.millis() + "-" + number++)
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("chaos-bad")
        .setSenderId("chaos-nobody")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of(recipients.get(random.nextInt(recipients.size()))))
        .setBody("one of the odd records")
        .setPriority(MessagePriority.NORMAL)
        .setSentAt(sentAt)
        .build();
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, partition, key, value);
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(kafka);
    // The broker measures what is compressed: so a record may be larger than what it takes.
    settings.put("compression.type", "gzip");
    settings.put("max.request.size", 8 * OVERSIZE_BYTES);
    settings.put("batch.size", 0);
    settings.put("buffer.memory", 64L << 20);
    settings.put("delivery.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
    settings.put("max.block.ms", PATIENCE.toMillis());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    producer.close();
    values.close();
  }
}
