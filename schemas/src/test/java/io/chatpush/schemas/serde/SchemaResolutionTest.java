package io.chatpush.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.events.ChannelMembership;
import io.chatpush.events.NotificationLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records of other versions, as other programs write them, read into this version's classes. */
class SchemaResolutionTest {

  private final FakeRegistry registry = new FakeRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private Object read(GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int id = registry.put("some.topic-value", record.getSchema().toString());
    out.write(0);
    out.write(ByteBuffer.allocate(4).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    try (AvroDeserializer deserializer = new AvroDeserializer()) {
      deserializer.configure(Map.of("schema.registry.url", registry.url()), false);
      return requireNonNull(deserializer.deserialize("some.topic", out.toByteArray()));
    }
  }

  private static Schema membership(String moreFields) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"ChannelMembership\",\"namespace\":\"io.chatpush.events\","
                + "\"fields\":[{\"name\":\"app_id\",\"type\":\"string\"},"
                + "{\"name\":\"channel_id\",\"type\":\"string\"}"
                + moreFields
                + "]}");
  }

  @Test
  void fieldsOfALaterVersionAreSkippedAndMissingOnesGetTheirDefault() throws IOException {
    Schema other =
        membership(
            ",{\"name\":\"later\",\"type\":{\"type\":\"array\",\"items\":\"string\"}},"
                + "{\"name\":\"user_id\",\"type\":\"string\"}");
    GenericRecord record = new GenericData.Record(other);
    record.put("app_id", "app-1");
    record.put("channel_id", "channel-1");
    record.put("later", List.of("a", "b"));
    record.put("user_id", "user-1");

    assertThat(read(record))
        .isEqualTo(
            ChannelMembership.newBuilder()
                .setAppId("app-1")
                .setChannelId("channel-1")
                .setUserId("user-1")
                .build());
  }

  @Test
  void symbolOfALaterVersionIsUnknown() throws IOException {
    Schema other =
        membership(
            ",{\"name\":\"user_id\",\"type\":\"string\"},{\"name\":\"level\",\"type\":"
                + "{\"type\":\"enum\",\"name\":\"NotificationLevel\",\"symbols\":[\"LATER\"]}}");
    GenericRecord record = new GenericData.Record(other);
    record.put("app_id", "app-1");
    record.put("channel_id", "channel-1");
    record.put("user_id", "user-1");
    record.put("level", new GenericData.EnumSymbol(other.getField("level").schema(), "LATER"));

    assertThat(((ChannelMembership) read(record)).getLevel()).isEqualTo(NotificationLevel.UNKNOWN);
  }

  @Test
  void schemaThatCannotBeResolvedIsAViolationThatSaysWhere() {
    GenericRecord record = new GenericData.Record(membership(""));
    record.put("app_id", "app-1");
    record.put("channel_id", "channel-1");

    assertThatThrownBy(() -> read(record))
        .isInstanceOf(ContractViolationException.class)
        .hasMessageContaining("cannot be read as this version's ChannelMembership")
        .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE at /fields/2");
  }
}
