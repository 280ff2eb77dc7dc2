package io.chatpush.dispatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.supervision.Condition;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The publisher on a real broker. */
@ExtendWith(KafkaBackendExtension.class)
class EventPublisherIT {

  private static final int RECORDS = 100;
  private static final Duration PROMPTLY = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void writesToTheOtherTopicsWhileOneIsMissing(KafkaBackend backend) throws Exception {
    String present = TestTopics.create(backend, "present", 1);
    String missing = "missing-" + UUID.randomUUID();
    Map<String, Object> broker = Map.of("bootstrap.servers", backend.bootstrapServers());
    Map<String, Object> producer =
        Map.of("bootstrap.servers", backend.bootstrapServers(), "max.block.ms", 1_000);
    try (EventPublisher publisher =
            new EventPublisher(
                () ->
                    new KafkaProducer<>(
                        producer, new ByteArraySerializer(), new ByteArraySerializer()),
                RegistryFreeCodec.create(),
                new KafkaProbe(broker),
                Clock.systemUTC());
        Admin admin = Admin.create(broker)) {
      List<CompletableFuture<Void>> held = publish(publisher, missing);
      publish(publisher, present)
          .forEach(written ->
              assertThat(written)
                  .as("records behind %d of a missing topic", RECORDS)
                  .succeedsWithin(PROMPTLY));
      assertThat(held).noneMatch(CompletableFuture::isDone);
      assertThat(publisher.condition())
          .isInstanceOfSatisfying(
              Condition.Stuck.class, stuck -> assertThat(stuck.reason()).contains(missing));
      assertThat(publisher.outsideCause())
          .as("why no restart can help")
          .hasValueSatisfying(cause -> assertThat(cause).contains("missing"));

      admin.createTopics(List.of(new NewTopic(missing, 1, (short) 1))).all().get();
      held.forEach(written -> assertThat(written).succeedsWithin(SOON));
      await("the publisher works again")
          .atMost(SOON)
          .untilAsserted(() -> assertThat(publisher.condition()).isEqualTo(Condition.WORKING));
    }
    assertThat(numbers(backend, missing)).isEqualTo(IntStream.range(0, RECORDS).boxed().toList());
  }

  private static List<CompletableFuture<Void>> publish(EventPublisher publisher, String topic) {
    return IntStream.range(0, RECORDS)
        .mapToObj(
            number -> publisher.publish(topic, new byte[] {(byte) number}, new byte[1], List.of()))
        .toList();
  }

  /** The keys of the records of a topic, in the order in which they were written. */
  private static List<Integer> numbers(KafkaBackend backend, String topic) {
    List<Integer> numbers = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await("all records")
          .atMost(SOON)
          .pollInSameThread()
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(record -> numbers.add((int) record.key()[0]));
            return numbers.size() >= RECORDS;
          });
    }
    return numbers;
  }
}
