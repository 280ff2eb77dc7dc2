package io.chatpush.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.streams.SchemaTrial.Cut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

final class SchemaTrialTest {

  private static final TopicPartition EVENTS = new TopicPartition("events", 3);
  private static final TopicPartition OTHER_EVENTS = new TopicPartition("events", 4);
  private static final TopicPartition DEVICES = new TopicPartition("devices", 3);
  private static final byte[] GOOD = schema(1);
  private static final int UNDECODABLE = 404;
  private static final int SILENT = 403;
  private static final int RECURSIVE = 405;

  private int asked;
  private long nanos;
  private final SchemaTrial trial =
      new SchemaTrial(Set.of("events"), (_, bytes) -> decoded(bytes), () -> nanos);

  /** What a registry costs that answers after 0.4 s. */
  private Object decoded(byte[] bytes) {
    asked++;
    nanos += TimeUnit.MILLISECONDS.toNanos(400);
    return switch (ByteBuffer.wrap(bytes).getInt(1)) {
      case SILENT ->
          throw new SerializationException(
              "the registry does not answer", new IOException("connection refused"));
      case UNDECODABLE -> throw new SerializationException("not a record");
      case RECURSIVE -> throw new StackOverflowError();
      default -> bytes;
    };
  }

  @Test
  void handsOutTheRecordsBeforeTheOneThatMustWait() {
    ConsumerRecords<byte[], byte[]> polled =
        polled(
            Map.of(EVENTS, List.of(GOOD, GOOD, schema(SILENT), GOOD), OTHER_EVENTS, List.of(GOOD)));
    Map<TopicPartition, Cut> cuts = trial.cuts(polled);
    assertThat(cuts).containsOnlyKeys(EVENTS);
    assertThat(cuts).containsEntry(EVENTS, new Cut(12, "the registry does not answer"));

    ConsumerRecords<byte[], byte[]> before = SchemaTrial.before(cuts, polled);
    assertThat(before.records(EVENTS)).extracting(ConsumerRecord::offset).containsExactly(10L, 11L);
    assertThat(before.records(OTHER_EVENTS)).hasSize(1);
    assertThat(before.nextOffsets())
        .containsEntry(EVENTS, new OffsetAndMetadata(12))
        .containsEntry(OTHER_EVENTS, new OffsetAndMetadata(11));
  }

  @Test
  void handsOutNothingOfAPartitionWhoseFirstRecordMustWait() {
    ConsumerRecords<byte[], byte[]> polled = polled(Map.of(EVENTS, List.of(schema(SILENT))));
    ConsumerRecords<byte[], byte[]> before = SchemaTrial.before(trial.cuts(polled), polled);
    assertThat(before.isEmpty()).isTrue();
    assertThat(before.partitions()).isEmpty();
    assertThat(before.nextOffsets()).containsEntry(EVENTS, new OffsetAndMetadata(10));
  }

  @Test
  void asksOnceForASchemaThatIsKnown() {
    ConsumerRecords<byte[], byte[]> polled = polled(Map.of(EVENTS, List.of(GOOD, GOOD, GOOD)));
    assertThat(trial.cuts(polled)).isEmpty();
    assertThat(trial.cuts(polled)).isEmpty();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void letsRecordsPassThatCanNeverBeDecoded() {
    assertThat(
            trial.cuts(
                polled(
                    Map.of(
                        EVENTS,
                        List.of(
                            schema(UNDECODABLE),
                            schema(RECURSIVE),
                            new byte[0],
                            new byte[] {7, 7, 7, 7, 7})))))
        .isEmpty();
    assertThat(asked).as("only for the records with a schema id").isEqualTo(2);
  }

  @Test
  void doesNotLookAtDevices() {
    assertThat(trial.cuts(polled(Map.of(DEVICES, List.of(schema(SILENT)))))).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void spendsAboutASecondOfAPollOnTheRegistry() {
    List<byte[]> records = new ArrayList<>();
    for (int id = 1_000; id < 1_050; id++) {
      records.add(schema(id));
    }
    Map<TopicPartition, Cut> cuts = trial.cuts(polled(Map.of(EVENTS, records)));
    assertThat(asked).isEqualTo(3);
    assertThat(cuts.get(EVENTS)).isEqualTo(new Cut(13, null));
  }

  private static ConsumerRecords<byte[], byte[]> polled(Map<TopicPartition, List<byte[]>> values) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    values.forEach((partition, all) -> {
      List<ConsumerRecord<byte[], byte[]>> of = new ArrayList<>();
      for (byte[] value : all) {
        of.add(
            new ConsumerRecord<>(
                partition.topic(), partition.partition(), 10L + of.size(), new byte[0], value));
      }
      records.put(partition, of);
      next.put(partition, new OffsetAndMetadata(10L + of.size()));
    });
    return new ConsumerRecords<>(records, next);
  }

  private static byte[] schema(int id) {
    return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 1).array();
  }
}
