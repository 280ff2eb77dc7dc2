package io.chatpush.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.chatpush.events.ChannelMembership;
import io.chatpush.schemas.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a topic holds, reading it ends in a record or in a violation, and in little memory. */
class HostileBytesTest {

  private static final String TOPIC = "some.topic";

  private final FakeRegistry registry = new FakeRegistry();
  private final AvroSerializer serializer = new AvroSerializer();
  private final AvroDeserializer deserializer = new AvroDeserializer();

  @BeforeEach
  void configure() {
    Map<String, ?> properties =
        Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true");
    serializer.configure(properties, false);
    deserializer.configure(properties, false);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private byte[] bytes(Object record) {
    return requireNonNull(serializer.serialize(TOPIC, record));
  }

  @Test
  void recordThatStopsTooEarlyIsAViolation() {
    for (SpecificRecordBase record : Records.oneOfEach()) {
      byte[] bytes = bytes(record);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, cut))
            .as("%s cut to %d bytes", record.getSchema().getName(), length)
            .isInstanceOf(ContractViolationException.class);
      }
    }
  }

  @Test
  void bytesAfterTheRecordAreAViolation() {
    for (SpecificRecordBase record : Records.oneOfEach()) {
      byte[] bytes = bytes(record);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, longer))
          .isInstanceOf(ContractViolationException.class)
          .hasMessageContaining("ends before its bytes do");
    }
  }

  @Test
  void jsonIsAViolation() {
    byte[] json = "{\"app_id\":\"app-1\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, json))
        .isInstanceOf(ContractViolationException.class)
        .hasMessage("topic some.topic: 18 bytes that are not in the Confluent wire format");
  }

  @Test
  void hugeStringIsAViolationAndTakesNoMemory() throws IOException {
    byte[] header = Arrays.copyOf(bytes(Records.aChatMessage()), 5);
    assertCheapViolation(concat(header, longs(Integer.MAX_VALUE - 100)));
  }

  @Test
  void hugeArrayIsAViolationAndTakesNoMemory() throws IOException {
    byte[] header = Arrays.copyOf(bytes(Records.aCommand()), 5);
    // app_id, message_id and channel_id empty, event_type 0; then the count of recipients.
    assertCheapViolation(concat(header, longs(0, 0, 0, 0, Integer.MAX_VALUE - 100)));
  }

  @Test
  void hugeMapIsAViolationAndTakesNoMemory() throws IOException {
    byte[] header = Arrays.copyOf(bytes(Records.aChatMessage()), 5);
    // Up to data: 4 ids and names, audience, 3 arrays, body, media; then the count of its entries.
    assertCheapViolation(
        concat(header, longs(0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, Integer.MAX_VALUE - 100)));
  }

  @Test
  void recordThatIsTooLargeIsAViolationAndTakesNoMemory() throws IOException {
    byte[] header = Arrays.copyOf(bytes(Records.aCommand()), 5);
    assertCheapViolation(concat(header, new byte[AvroDeserializer.MAX_BYTES]));
  }

  @Test
  void recordOfEmptyTextsTakesABoundedMultipleOfItsSize() throws IOException {
    byte[] header = Arrays.copyOf(bytes(Records.aCommand()), 5);
    int texts = AvroDeserializer.MAX_BYTES - 100;
    byte[] start = concat(header, longs(0, 0, 0, 0, texts));
    long before = allocated();
    assertThatThrownBy(
            () -> deserializer.deserialize(TOPIC, Arrays.copyOf(start, start.length + texts)))
        .isInstanceOf(ContractViolationException.class);
    assertThat(allocated() - before).as("bytes allocated").isLessThan(200L << 20);
  }

  @Test
  void anyHeaderIsAViolationOrAWait() {
    Random random = new Random(2);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && round % 2 == 0) {
        bytes[0] = 0;
      }
      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
          .isInstanceOf(SerializationException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>login</html>",
        "",
        "[]",
        "{\"schema\":null}",
        "{\"schema\":\"<html>\"}",
        "{\"schema\":\"\\\"string\\\"\"}",
        "{\"schema\":\"[\\\"null\\\",\\\"string\\\"]\"}",
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}"
      })
  void nonsenseOfARegistryIsAViolationOrAWait(String answer) {
    registry.answer(200, answer);
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 9, 0}))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void deepAnswerOfARegistryIsAViolationOrAWait() {
    for (String deep : List.of("[".repeat(1_000_000), "{\"a\":".repeat(500_000))) {
      registry.answer(200, deep);
      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 9, 0}))
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void addedFieldsOfAnySchemaAreSkippedInBoundedTime() {
    String added = "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"boolean\"}}";
    String schema =
        ChannelMembership.getClassSchema()
            .toString()
            .replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"x\",\"type\":" + added + "},");
    int id = registry.put("a-value", schema);
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[5 + random.nextInt(60)];
      random.nextBytes(bytes);
      System.arraycopy(new byte[] {0, 0, 0, 0, (byte) id}, 0, bytes, 0, 5);
      try {
        assertThat(deserializer.deserialize(TOPIC, bytes)).isInstanceOf(ChannelMembership.class);
      } catch (SerializationException e) {
        assertThat(e).isInstanceOf(ContractViolationException.class);
      }
    }
  }

  private void assertCheapViolation(byte[] bytes) {
    long before = allocated();
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isInstanceOf(ContractViolationException.class);
    assertThat(allocated() - before).as("bytes allocated").isLessThan(64L << 20);
  }

  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
  }

  @Test
  void changedBytesAreARecordOrAViolation() {
    Random random = new Random(1);
    for (SpecificRecordBase record : Records.oneOfEach()) {
      byte[] bytes = bytes(record);
      for (int round = 0; round < 5_000; round++) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
          changed[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
        }
        try {
          assertThat(deserializer.deserialize(TOPIC, changed)).isInstanceOf(record.getClass());
        } catch (SerializationException e) {
          assertThat(e).isInstanceOf(ContractViolationException.class);
        }
      }
    }
  }

  private static byte[] longs(long... values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    for (long value : values) {
      encoder.writeLong(value);
    }
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
