package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTopologyTest {

  private static final Serde<Object> PLAIN_AVRO =
      Serdes.serdeFrom(OwnershipTopologyTest::write, OwnershipTopologyTest::read);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> events;
  private TestOutputTopic<String, Object> devices;

  @BeforeEach
  void start(@TempDir Path state) {
    OwnershipMeters ownership = new OwnershipMeters(meters);
    StreamsBuilder builder = new StreamsBuilder();
    OwnershipTopology.addTo(builder, PLAIN_AVRO, ownership);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ownership");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipUndecodable.class);
    settings.put(SkipUndecodable.METERS, ownership);
    driver = new TopologyTestDriver(builder.build(), settings);
    events =
        driver.createInputTopic(
            Topics.DEVICE_TOKEN_EVENTS, new StringSerializer(), new ByteArraySerializer());
    devices =
        driver.createOutputTopic(
            Topics.USER_DEVICES, new StringDeserializer(), PLAIN_AVRO.deserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void writesATombstoneForTheOldOwnerAndADeviceForTheNew() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.registered("noor", "phone", "address", 2));

    List<KeyValue<String, Object>> written = devices.readKeyValuesToList();
    assertThat(written)
        .extracting(row -> row.key)
        .containsExactly("demo|maya|phone", "demo|maya|phone", "demo|noor|phone");
    assertThat(written.get(1).value).isNull();
    assertThat(written.get(2).value)
        .isInstanceOfSatisfying(
            UserDevice.class, device -> assertThat(device.getUserId()).isEqualTo("noor"));
  }

  @Test
  void forgetsADeviceOnceItIsRemoved() {
    pipe(Events.registered("maya", "phone", "address", 1));
    pipe(Events.removed("maya", "phone", 2));
    pipe(Events.removed("maya", "phone", 3));

    assertThat(devices.readKeyValuesToList()).hasSize(2);
    assertThat(driver.getKeyValueStore(OwnershipProcessor.STORE).get("demo|phone")).isNull();
    assertThat(count("owned")).isEqualTo(1);
    assertThat(count("removed")).isEqualTo(1);
    assertThat(count("not_the_owner")).isEqualTo(1);
  }

  @Test
  void goesOnAfterWhatItCannotDecode() {
    events.pipeInput("demo|phone", new byte[] {1, 2, 3});
    pipe(Events.registered("maya", "phone", "address", 1));

    assertThat(devices.readKeyValuesToList()).hasSize(1);
    assertThat(count("undecodable")).isEqualTo(1);
  }

  @Test
  void passesOverAnEventUnderAnotherKey() {
    events.pipeInput("demo|tablet", bytes(Events.registered("maya", "phone", "address", 1)));

    assertThat(devices.isEmpty()).isTrue();
    assertThat(count("misplaced")).isEqualTo(1);
  }

  @Test
  void putsARowWhereItsUserBelongs() {
    UserPartitioner<@Nullable Object> partitioner = new UserPartitioner<>();
    String key = RecordKeys.userDevice("demo", "b|o", "tab/let");

    assertThat(partitioner.partitions(Topics.USER_DEVICES, key, null, 7).orElseThrow())
        .containsExactly(RecordKeys.userPartition("demo", "b|o", 7));
  }

  private void pipe(DeviceTokenEvent event) {
    events.pipeInput(RecordKeys.device("demo", event.getDeviceId()), bytes(event));
  }

  private double count(String result) {
    return meters.get("push.ownership.events").tag("result", result).counter().count();
  }

  private static byte @Nullable [] write(String topic, @Nullable Object value) {
    return value instanceof SpecificRecordBase record ? bytes(record) : null;
  }

  private static byte[] bytes(SpecificRecordBase record) {
    try {
      ByteBuffer buffer =
          switch (record) {
            case DeviceTokenEvent event -> event.toByteBuffer();
            case UserDevice device -> device.toByteBuffer();
            default -> throw new SerializationException("not of this topology");
          };
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object read(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return topic.equals(Topics.USER_DEVICES)
          ? UserDevice.fromByteBuffer(ByteBuffer.wrap(bytes))
          : DeviceTokenEvent.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("not a record", e);
    }
  }
}
