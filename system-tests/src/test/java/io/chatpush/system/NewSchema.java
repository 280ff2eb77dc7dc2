package io.chatpush.system;

import io.chatpush.schemas.serde.AvroSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import tools.jackson.databind.json.JsonMapper;

/**
 * A schema that no service has seen yet: one of ours with an optional field more, as a newer
 * producer registers it.
 *
 * @param id in the registry
 */
record NewSchema(int id, Schema schema, String registryUrl) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int HEADER_BYTES = 5;

  /** Registers a successor of a record's schema as the newest version of a topic's values. */
  static NewSchema of(String registryUrl, String topic, Schema before)
      throws IOException, InterruptedException {
    List<Schema.Field> fields = new ArrayList<>();
    before.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(
        new Schema.Field(
            Phone.unique("added").replace('-', '_'),
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING)),
            null,
            Schema.Field.NULL_DEFAULT_VALUE));
    Schema schema =
        Schema.createRecord(
            before.getName(), before.getDoc(), before.getNamespace(), false, fields);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(registryUrl + "/subjects/" + topic + "-value/versions"))
                  .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          JSON.writeValueAsString(Map.of("schema", schema.toString()))))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError("the registry did not take the schema: " + response.body());
      }
      return new NewSchema(JSON.readTree(response.body()).path("id").asInt(), schema, registryUrl);
    }
  }

  /** Returns a record as its value would be under this schema. */
  byte[] encode(String topic, SpecificRecord record) throws IOException {
    byte[] value;
    try (AvroSerializer avro = new AvroSerializer()) {
      avro.configure(Map.of("schema.registry.url", registryUrl), false);
      value = Objects.requireNonNull(avro.serialize(topic, record));
    }
    GenericRecord generic =
        new GenericDatumReader<GenericRecord>(record.getSchema(), schema)
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        ByteBuffer.allocate(HEADER_BYTES)
            .order(ByteOrder.BIG_ENDIAN)
            .put((byte) 0)
            .putInt(id)
            .array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(generic, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
