package io.chatpush.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.testing.InterruptibleBackend;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which causes outside of the service are found on a real broker. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class KafkaProbeIT {

  @Test
  void findsNothingWhereAllIsWell(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "well", 2);
    assertThat(probe(backend).cause("no-such-group-yet", List.of(topic))).isEmpty();
  }

  @Test
  void namesATopicThatIsMissing(KafkaBackend backend) {
    assertThat(probe(backend).cause("", List.of("no-such-topic")))
        .contains("the topic no-such-topic is missing");
  }

  @Test
  void namesATransactionThatHoldsUpAGroup(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "transaction", 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    String group = "group-of-" + topic;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                backend.bootstrapServers(),
                "transactional.id",
                UUID.randomUUID().toString()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      commit(backend, group, partition);
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(topic, new byte[1])).get();
      Optional<String> cause = probe(backend).cause(group, List.of(topic));
      assertThat(cause)
          .contains(
              "a transaction is open in [%s-0], and the records behind it cannot be read until it ends"
                  .formatted(topic));
      producer.abortTransaction();
    }
    assertThat(probe(backend).cause(group, List.of(topic))).isEmpty();
  }

  @Test
  void namesABrokerThatDoesNotAnswer(InterruptibleBackend backend) {
    backend.stopBroker();
    try {
      assertThat(probe(backend).cause("group", List.of("topic")))
          .hasValueSatisfying(cause ->
              assertThat(cause)
                  .startsWith("Kafka at " + backend.bootstrapServers() + " does not answer"));
    } finally {
      backend.startBroker();
    }
  }

  private static KafkaProbe probe(KafkaBackend backend) {
    return new KafkaProbe(Map.of("bootstrap.servers", backend.bootstrapServers()));
  }

  private static void commit(KafkaBackend backend, String group, TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers(), "group.id", group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
    }
  }
}
