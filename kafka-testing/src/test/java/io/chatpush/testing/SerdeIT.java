package io.chatpush.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.schemas.serde.ContractViolationException;
import io.chatpush.schemas.serde.RegistryUnavailableException;
import io.chatpush.schemas.serde.SchemaRegistryClient;
import io.chatpush.schemas.serde.SchemaWarmUp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The serde against a real broker and a real registry, and against programs that do not use it. */
@ExtendWith(KafkaBackendExtension.class)
class SerdeIT {

  private static ChatMessageEvent aChatMessage() {
    return ChatMessageEvent.newBuilder()
        .setAppId("app-1")
        .setMessageId("message-1")
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId("channel-1")
        .setSenderId("user-1")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.of("user-2"))
        .setBody("text \ud83d\ude00")
        .setSentAt(Instant.parse("2026-01-02T03:04:05.678Z"))
        .build();
  }

  private static Map<String, Object> properties(KafkaBackend backend, String... more) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", backend.bootstrapServers());
    properties.put("schema.registry.url", backend.registryUrl());
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return properties;
  }

  private static void send(
      KafkaBackend backend, Class<?> serializer, String topic, @Nullable Object... values)
      throws Exception {
    Map<String, Object> properties =
        properties(
            backend,
            "auto.register.schemas",
            "true",
            "key.serializer",
            StringSerializer.class.getName(),
            "value.serializer",
            serializer.getName());
    try (KafkaProducer<String, @Nullable Object> producer = new KafkaProducer<>(properties)) {
      for (@Nullable Object value : values) {
        producer.send(new ProducerRecord<>(topic, "key", value)).get();
      }
    }
  }

  private static List<@Nullable Object> receive(
      KafkaBackend backend, Class<?> deserializer, String topic, int count) {
    Map<String, Object> properties =
        properties(
            backend,
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            StringDeserializer.class.getName(),
            "value.deserializer",
            deserializer.getName());
    List<@Nullable Object> values = new ArrayList<>();
    try (KafkaConsumer<String, @Nullable Object> consumer = new KafkaConsumer<>(properties)) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, @Nullable Object> record :
            consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    assertThat(values).as("records read from %s within 30 s", topic).hasSize(count);
    return values;
  }

  @Test
  void recordsAndTombstonesComeBackThroughKafka(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "serde", 1);
    send(backend, AvroSerializer.class, topic, aChatMessage(), null);
    List<@Nullable Object> received = receive(backend, AvroDeserializer.class, topic, 2);
    assertThat(received.getFirst()).isEqualTo(aChatMessage());
    assertThat(received.getLast()).isNull();
  }

  @Test
  void whatWeWriteIsReadWithTheRegistrysSchemaAlone(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "serde", 1);
    send(backend, AvroSerializer.class, topic, aChatMessage());
    byte[] bytes =
        (byte[]) requireNonNull(receive(backend, ByteArrayDeserializer.class, topic, 1).getFirst());
    assertThat(bytes[0]).isZero();
    try (SchemaRegistryClient registry = SchemaRegistryClient.of(properties(backend))) {
      Schema schema = registry.schema(ByteBuffer.wrap(bytes).getInt(1)).orElseThrow();
      GenericRecord read =
          new GenericDatumReader<GenericRecord>(schema)
              .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
      assertThat(read.get("message_id")).hasToString("message-1");
      assertThat(read.get("event_type")).hasToString("NEW_MESSAGE");
    }
  }

  @Test
  void whatAnotherProgramWritesWithALaterVersionIsRead(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "serde", 1);
    Schema later = withField("{\"name\":\"later\",\"type\":\"string\",\"default\":\"\"}");
    int id;
    try (SchemaRegistryClient registry = SchemaRegistryClient.of(properties(backend))) {
      id = registry.register(topic + "-value", later);
    }
    send(backend, ByteArraySerializer.class, topic, wire(id, aChatMessage(), later));
    assertThat(receive(backend, AvroDeserializer.class, topic, 1).getFirst())
        .isEqualTo(aChatMessage());
  }

  @Test
  void schemasOfTheStackAreTheOnesTheSerdeLooksFor(KafkaBackend backend) {
    TestTopics.registerSchemas(backend);
    assertThatCode(() -> SchemaWarmUp.learn(properties(backend), Topics.ALL))
        .doesNotThrowAnyException();
  }

  @Test
  void registryRefusesAChangeThatBreaksTheContract(KafkaBackend backend) {
    try (SchemaRegistryClient registry = SchemaRegistryClient.of(properties(backend))) {
      registry.registerContract();
      Schema broken = withField("{\"name\":\"needed\",\"type\":\"string\"}");
      assertThatThrownBy(() -> registry.register("chat.messages-value", broken))
          .isInstanceOf(ContractViolationException.class)
          .hasMessageContaining("subject chat.messages-value, registry " + backend.registryUrl())
          .hasMessageContaining("refused the schema of io.chatpush.events.ChatMessageEvent")
          .hasMessageContaining("ncompatible");
    }
  }

  @Test
  void unknownIdIsAViolationThatNamesTopicIdAndRegistry(KafkaBackend backend) {
    try (AvroDeserializer deserializer = new AvroDeserializer()) {
      deserializer.configure(properties(backend, "missing.id.grace.ms", "0"), false);
      byte[] bytes = {0, 0x7f, 0, 0, 1, 0};
      assertThatThrownBy(() -> deserializer.deserialize("chat.messages", bytes))
          .isInstanceOf(ContractViolationException.class)
          .hasMessage(
              "topic chat.messages, schema id 2130706433, registry %s: the registry does not know"
                  + " this schema id",
              backend.registryUrl());
    }
  }

  @Test
  void registryThatWentAwayIsWaitedFor(InterruptibleBackend backend) {
    try (AvroSerializer serializer = new AvroSerializer();
        SchemaRegistryClient registry = SchemaRegistryClient.of(properties(backend))) {
      serializer.configure(
          properties(backend, "auto.register.schemas", "true", "max.retries", "0"), false);
      backend.stopRegistry();
      try {
        assertThat(registry.reachable()).isFalse();
        assertThatThrownBy(() -> serializer.serialize("serde-away", aChatMessage()))
            .isInstanceOf(RegistryUnavailableException.class)
            .hasMessageContaining("topic serde-away")
            .hasMessageContaining("failed with ConnectException");
      } finally {
        backend.startRegistry();
      }
      assertThat(registry.reachable()).isTrue();
      // Starting it takes longer than the backoff after a failure.
      assertThat(serializer.serialize("serde-away", aChatMessage())).isNotNull();
    }
  }

  private static Schema withField(String field) {
    return new Schema.Parser()
        .parse(
            ChatMessageEvent.getClassSchema()
                .toString()
                .replaceFirst("\"fields\":\\[", "\"fields\":[" + field + ","));
  }

  private static byte[] wire(int id, ChatMessageEvent event, Schema schema) throws IOException {
    GenericRecordBuilder record = new GenericRecordBuilder(schema);
    record.set("later", "value");
    record.set("app_id", event.getAppId());
    record.set("message_id", event.getMessageId());
    record.set("event_type", symbol(schema, "event_type", event.getEventType()));
    record.set("channel_id", event.getChannelId());
    record.set("sender_id", event.getSenderId());
    record.set("audience", symbol(schema, "audience", event.getAudience()));
    record.set("recipients", event.getRecipients());
    record.set("exclude", List.of());
    record.set("mentions", List.of());
    record.set("body", event.getBody());
    record.set("data", Map.of());
    record.set("priority", symbol(schema, "priority", event.getPriority()));
    record.set("sent_at", event.getSentAt().toEpochMilli());
    record.set("only_device_ids", event.getOnlyDeviceIds());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.write(ByteBuffer.allocate(4).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record.build(), encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Object symbol(Schema schema, String field, Enum<?> value) {
    return new GenericData.EnumSymbol(schema.getField(field).schema(), value.name());
  }
}
