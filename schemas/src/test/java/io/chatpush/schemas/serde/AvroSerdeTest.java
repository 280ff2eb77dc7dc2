package io.chatpush.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.events.PushOutcome;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Records;
import io.chatpush.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroSerdeTest {

  private static final String TOPIC = "some.topic";

  private final FakeRegistry registry = new FakeRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private Map<String, String> properties(String... more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("schema.registry.url", registry.url());
    properties.put("max.retries", "0");
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return properties;
  }

  private AvroSerializer serializer(String... more) {
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(properties(more), false);
    return serializer;
  }

  private AvroSerializer registeringSerializer() {
    return serializer("auto.register.schemas", "true");
  }

  private AvroDeserializer deserializer(String... more) {
    AvroDeserializer deserializer = new AvroDeserializer();
    deserializer.configure(properties(more), false);
    return deserializer;
  }

  private static byte[] bytes(AvroSerializer serializer, String topic, Object record) {
    return requireNonNull(serializer.serialize(topic, record));
  }

  @Test
  void everyRecordComesBackAsItWas() {
    AvroSerializer serializer = registeringSerializer();
    AvroDeserializer deserializer = deserializer();
    for (SpecificRecordBase record : Records.oneOfEach()) {
      byte[] bytes = bytes(serializer, TOPIC, record);
      assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(record);
    }
  }

  @Test
  void tombstonesStayNullAndAskNobody() {
    assertThat(serializer().serialize(TOPIC, null)).isNull();
    assertThat(deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
    assertThat(registry.asked).isEmpty();
  }

  @Test
  void registersWhatTheAvscFileSaysAndNothingOfJava() {
    byte[] bytes = bytes(registeringSerializer(), TOPIC, Records.aUserDevice());
    try (SchemaRegistryClient client = SchemaRegistryClient.of(properties())) {
      String registered = client.schema(WireFormat.id(bytes)).orElseThrow().toString();
      assertThat(registered)
          .doesNotContain("avro.java.string")
          .contains("{\"name\":\"user_id\",\"type\":\"string\",\"doc\":");
    }
  }

  @Test
  void findsTheSchemaAsConfluentsSerializerRegistersIt() {
    int id = registry.put(TOPIC + "-value", UserDevice.getClassSchema().toString());
    byte[] bytes = bytes(serializer(), TOPIC, Records.aUserDevice());
    assertThat(WireFormat.id(bytes)).isEqualTo(id);
    assertThat(deserializer().deserialize(TOPIC, bytes)).isEqualTo(Records.aUserDevice());
  }

  @Test
  void unregisteredSchemaIsAViolationUnlessItMayRegister() {
    AvroSerializer serializer = serializer();
    assertThatThrownBy(() -> serializer.serialize(TOPIC, Records.aUserDevice()))
        .isInstanceOf(ContractViolationException.class)
        .hasMessage(
            "topic some.topic, subject some.topic-value, registry %s: the subject does not have"
                + " this version of io.chatpush.events.UserDevice; register it, or set"
                + " auto.register.schemas=true",
            registry.url());

    byte[] bytes = bytes(registeringSerializer(), TOPIC, Records.aUserDevice());
    assertThat(bytes(serializer, TOPIC, Records.aUserDevice())).isEqualTo(bytes);
  }

  @Test
  void unknownIdIsAViolationAndAskedOnce() {
    AvroDeserializer deserializer = deserializer("missing.id.grace.ms", "0");
    byte[] bytes = {0, 0, 0, 1, 2, 0};
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
          .isInstanceOf(ContractViolationException.class)
          .hasMessage(
              "topic some.topic, schema id 258, registry %s: the registry does not know this"
                  + " schema id",
              registry.url());
    }
    assertThat(registry.asked).hasSize(1);
  }

  @Test
  void idThatIsUnknownForAMomentIsNoFaultOfTheRecord() {
    AvroDeserializer deserializer = deserializer();
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new byte[] {0, 0, 0, 1, 2, 0}))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "topic some.topic: the registry at %s does not know schema id 258, which is believed"
                + " after 5000 ms",
            registry.url());
  }

  @Test
  void registryThatIsDownIsNoFaultOfTheRecord() {
    byte[] bytes = bytes(registeringSerializer(), TOPIC, Records.aUserDevice());
    registry.answer(503, "");
    // Settings of their own, so that nothing is known from the lines above.
    AvroDeserializer deserializer = deserializer("http.read.timeout.ms", "4999");
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "topic some.topic: the registry at %s answered 503 with something that is not JSON for"
                + " schema id 1",
            registry.url());
    AvroSerializer serializer = serializer("http.read.timeout.ms", "4998");
    assertThatThrownBy(() -> serializer.serialize(TOPIC, Records.aUserDevice()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "topic some.topic: the registry at %s answered 503 with something that is not JSON for"
                + " subject some.topic-value",
            registry.url());
  }

  @Test
  void topicOfTheContractHoldsItsRecordOnly() {
    AvroSerializer serializer = registeringSerializer();
    byte[] outcome = bytes(serializer, TOPIC, Records.anOutcome());
    assertThatThrownBy(() -> serializer.serialize(Topics.USER_DEVICES, Records.anOutcome()))
        .isInstanceOf(ContractViolationException.class)
        .hasMessageContaining("this topic does not hold io.chatpush.events.PushOutcome");
    assertThatThrownBy(() -> deserializer().deserialize(Topics.USER_DEVICES, outcome))
        .isInstanceOf(ContractViolationException.class)
        .hasMessageContaining("this topic does not hold io.chatpush.events.PushOutcome");
  }

  @Test
  void recordOfSomebodyElseIsAViolation() {
    registry.put("a-value", "{\"type\":\"record\",\"name\":\"java.util.ArrayList\",\"fields\":[]}");
    assertThatThrownBy(() -> deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0, 1}))
        .isInstanceOf(ContractViolationException.class)
        .hasMessageContaining("java.util.ArrayList is not a record of the contract");
    assertThatThrownBy(() -> serializer().serialize(TOPIC, "a text"))
        .isInstanceOf(ContractViolationException.class)
        .hasMessage("topic some.topic: a java.lang.String is not a record of the contract");
  }

  @Test
  void incompleteRecordIsAViolationThatNamesTheField() {
    AvroSerializer serializer = registeringSerializer();
    assertThatThrownBy(() -> serializer.serialize(TOPIC, new UserDevice()))
        .isInstanceOf(ContractViolationException.class)
        .hasMessageContaining("a UserDevice cannot be written")
        .hasMessageContaining("UserDevice.app_id");
    assertThat(serializer.serialize(TOPIC, Records.aUserDevice())).isNotNull();
  }

  @Test
  void valueThatAvroCannotWriteIsAViolation() {
    AvroSerializer serializer = registeringSerializer();
    for (Instant outOfRange : List.of(Instant.MAX, Instant.MIN)) {
      UserDevice device =
          UserDevice.newBuilder(Records.aUserDevice()).setRefreshedAt(outOfRange).build();
      assertThatThrownBy(() -> serializer.serialize(TOPIC, device))
          .isInstanceOf(ContractViolationException.class)
          .hasMessageEndingWith("a UserDevice cannot be written: ArithmeticException");
    }
    assertThat(serializer.serialize(TOPIC, Records.aUserDevice())).isNotNull();
  }

  @Test
  void streamsSerdeReadsItsRecordOnly() {
    AvroSerde<UserDevice> devices = new AvroSerde<>(UserDevice.class);
    devices.configure(properties("auto.register.schemas", "true"), false);
    try (Serializer<UserDevice> serializer = devices.serializer();
        Deserializer<UserDevice> deserializer = devices.deserializer()) {
      byte[] bytes = serializer.serialize(TOPIC, Records.aUserDevice());
      assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(Records.aUserDevice());
      assertThat(deserializer.deserialize(TOPIC, null)).isNull();
      byte[] outcome = bytes(registeringSerializer(), TOPIC, Records.anOutcome());
      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, outcome))
          .isInstanceOf(ContractViolationException.class)
          .hasMessageContaining(PushOutcome.class.getName());
    }
  }

  @Test
  void warmUpLeavesNothingToAsk() {
    assertThatThrownBy(() -> SchemaWarmUp.learn(properties(), Topics.ALL))
        .isInstanceOf(ContractViolationException.class)
        .hasMessageContaining("subject chat.messages-value");

    SchemaWarmUp.learn(properties("auto.register.schemas", "true"), Topics.ALL);
    SchemaWarmUp.learn(properties(), Topics.ALL);
    registry.answer(503, "");

    byte[] bytes = bytes(serializer(), Topics.USER_DEVICES, Records.aUserDevice());
    assertThat(deserializer().deserialize(Topics.USER_DEVICES, bytes))
        .isEqualTo(Records.aUserDevice());
  }

  @Test
  void manyThreadsAskOnceAndWriteWhatTheyWereGiven() throws Exception {
    AvroSerializer serializer = registeringSerializer();
    AvroDeserializer deserializer = deserializer();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int task = 0; task < 64; task++) {
        String name = "user-" + task;
        tasks.add(() -> {
          for (int i = 0; i < 200; i++) {
            UserDevice device =
                UserDevice.newBuilder(Records.aUserDevice())
                    .setUserId(name)
                    .setDeviceId("device-" + i)
                    .build();
            byte[] bytes = bytes(serializer, TOPIC, device);
            assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(device);
          }
          return null;
        });
      }
      for (Future<Void> future : threads.invokeAll(tasks)) {
        future.get();
      }
    }
    assertThat(registry.asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "specific.avro.reader, false",
    "use.latest.version, true",
    "value.subject.name.strategy, io.confluent.kafka.serializers.subject.RecordNameStrategy",
    "basic.auth.credentials.source, SASL_INHERIT",
    "basic.auth.credentials.source, USER_INFO",
    "basic.auth.user.info, name:secret",
    "bearer.auth.credentials.source, OAUTHBEARER",
    "bearer.auth.credentials.source, STATIC_TOKEN",
    "bearer.auth.token, secret",
    "schema.registry.ssl.endpoint.identification.algorithm, ''",
    "schema.registry.ssl.truststore.type, BKS",
    "schema.registry.url, ftp://name:secret@127.0.0.1",
    "schema.registry.url, http:secret",
    "schema.registry.url, http://name:secret@host:port:1",
    "schema.registry.url, http://127.0.0.1/?secret",
    "max.retries, -1",
    "http.read.timeout.ms, 0"
  })
  void settingThatCannotBeKeptIsRefusedByName(String property, String value) {
    String[] all = {
      property, value, "schema.registry.ssl.truststore.location", "/nowhere.p12",
    };
    assertThatThrownBy(() -> deserializer(all))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(property)
        .hasMessageNotContaining("secret");
  }

  @Test
  void missingUrlIsRefusedByName() {
    AvroSerializer serializer = new AvroSerializer();
    assertThatThrownBy(() -> serializer.configure(Map.of(), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }

  @Test
  void keysAreRefused() {
    AvroSerializer serializer = new AvroSerializer();
    assertThatThrownBy(() -> serializer.configure(properties(), true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("keys are strings");
  }
}
