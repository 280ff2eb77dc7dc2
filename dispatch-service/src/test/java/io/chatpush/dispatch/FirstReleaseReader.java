package io.chatpush.dispatch;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.schemas.serde.AvroDeserializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads chat events as the first release does: without fields that are newer than its schema, and
 * with UNKNOWN for newer symbols. All other records are read as this version reads them.
 *
 * <p>Created by Kafka, hence public. Thread-safe.
 */
public final class FirstReleaseReader implements Deserializer<Object> {

  private static final Path FIRST_SCHEMA =
      Path.of("../schemas/released/v0.1.0/ChatMessageEvent.avsc");

  private final AvroDeserializer deserializer = new AvroDeserializer();
  private final Schema first;

  /** Reads the schema of the first release. */
  public FirstReleaseReader() {
    try {
      first = new Schema.Parser().parse(FIRST_SCHEMA.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    deserializer.configure(configs, isKey);
  }

  @Override
  public @Nullable Object deserialize(String topic, byte[] data) {
    Object record = deserializer.deserialize(topic, data);
    return record instanceof ChatMessageEvent event ? asFirstReleaseReads(event) : record;
  }

  private ChatMessageEvent asFirstReleaseReads(ChatMessageEvent event) {
    SpecificData model = SpecificData.getForClass(ChatMessageEvent.class);
    Schema current = event.getSchema();
    try {
      byte[] written = encode(new SpecificDatumWriter<ChatMessageEvent>(current, model), event);
      GenericRecord read =
          new GenericDatumReader<GenericRecord>(current, first)
              .read(null, DecoderFactory.get().binaryDecoder(written, null));
      byte[] ofFirst = encode(new GenericDatumWriter<GenericRecord>(first), read);
      return new SpecificDatumReader<ChatMessageEvent>(first, current, model)
          .read(null, DecoderFactory.get().binaryDecoder(ofFirst, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> byte[] encode(DatumWriter<T> writer, T record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writer.write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
