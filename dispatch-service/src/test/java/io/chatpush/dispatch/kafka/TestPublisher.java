package io.chatpush.dispatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.supervision.KafkaProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A publisher whose broker is memory and acknowledges at once. */
public final class TestPublisher implements AutoCloseable {

  private final RecordCodec codec;
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final EventPublisher publisher;

  /** Writes and reads by that codec. */
  public TestPublisher(RecordCodec codec) {
    this.codec = codec;
    publisher =
        new EventPublisher(
            () -> producer, codec, new KafkaProbe(Map.of()), java.time.Clock.systemUTC());
  }

  /** What the code under test gets. */
  public EventPublisher publisher() {
    return publisher;
  }

  /** The only record written to the topic. */
  public <T extends SpecificRecord> T only(Class<T> type, String topic) {
    List<ProducerRecord<byte[], byte[]>> written = written(topic);
    assertThat(written).as("records written to " + topic).hasSize(1);
    return codec.decode(type, topic, written.getFirst().value());
  }

  /** How many records were written to the topic. */
  public int count(String topic) {
    return written(topic).size();
  }

  /** A header of the first record written to the topic. */
  public String header(String topic, String name) {
    return new String(
        written(topic).getFirst().headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** The records written to the topic, as bytes. */
  public List<ProducerRecord<byte[], byte[]>> written(String topic) {
    return producer.history().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
