package io.chatpush.system;

import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** What a topic has got since this was made. Used by one thread. */
final class TopicTail<V> implements AutoCloseable {

  /** Far more than anything here takes; the retries' ten seconds included. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String topic;
  private final KafkaConsumer<String, V> consumer;
  private final List<ConsumerRecord<String, V>> seen = new ArrayList<>();

  private TopicTail(SystemUnderTest stack, String topic, Deserializer<V> values) {
    this.topic = topic;
    this.consumer = new KafkaConsumer<>(stack.administrator(), new StringDeserializer(), values);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seekToEnd is lazy: find the ends now
  }

  /** Of a topic whose values are such records. */
  static <V> TopicTail<V> records(SystemUnderTest stack, String topic, Class<V> type) {
    AvroDeserializer avro = new AvroDeserializer();
    avro.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
    return new TopicTail<>(stack, topic, (name, bytes) -> type.cast(avro.deserialize(name, bytes)));
  }

  /** Of the values of any topic as they stand there. */
  static TopicTail<byte[]> bytes(SystemUnderTest stack, String topic) {
    return new TopicTail<>(stack, topic, new ByteArrayDeserializer());
  }

  static TopicTail<PushOutcome> outcomes(SystemUnderTest stack) {
    return records(stack, Topics.PUSH_OUTCOMES, PushOutcome.class);
  }

  /**
   * Waits for a record, which may have come already.
   *
   * @param what it is, for the failure message
   */
  ConsumerRecord<String, V> await(String what, Predicate<ConsumerRecord<String, V>> wanted) {
    return Awaitility.await(what)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1)) // poll() itself waits
        .atMost(PATIENCE)
        .until(() -> poll().stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** Everything that has come, all that was there at the time of the call included. */
  List<ConsumerRecord<String, V>> all() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    Awaitility.await("everything in " + topic)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> {
          poll();
          return ends.entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private List<ConsumerRecord<String, V>> poll() {
    consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
    return seen;
  }
}
