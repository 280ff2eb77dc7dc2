package io.chatpush.testing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

  @TempDir private Path directory = Path.of("");

  @Test
  void keepsRecordsAndOffsetsOverAKillAndASecondPort() throws Exception {
    Process first = process();
    try {
      String bootstrap = bootstrapOf(first);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
      }
      send(bootstrap, "before");
      commit(bootstrap, 1);
    } finally {
      first.destroyForcibly().waitFor();
    }

    try (EmbeddedBroker second = EmbeddedBroker.start(directory, 0)) {
      assertThat(send(second.bootstrapServers(), "after")).isEqualTo(1);
      assertThat(committed(second.bootstrapServers())).isEqualTo(1);
    }
  }

  @Test
  void aSecondBrokerOnTheSameDirectoryIsRefused() throws Exception {
    try (EmbeddedBroker first = EmbeddedBroker.start(directory, 0)) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0))
          .hasMessage("Another Kafka broker has its data in " + directory);
    }
  }

  /** A broker in a JVM of its own, which can be killed. */
  private Process process() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerInOwnProcess.class.getName(),
            directory.toString(),
            "0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String bootstrapOf(Process process) throws Exception {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(BrokerInOwnProcess.READY)) {
        return line.substring(BrokerInOwnProcess.READY.length());
      }
    }
    throw new AssertionError("The broker ended before it was ready");
  }

  private static long send(String bootstrap, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new StringSerializer())) {
      return producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get().offset();
    }
  }

  private static void commit(String bootstrap, long offset) {
    try (KafkaConsumer<String, String> consumer = consumer(bootstrap)) {
      consumer.assign(List.of(PARTITION));
      consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
    }
  }

  private static long committed(String bootstrap) {
    try (KafkaConsumer<String, String> consumer = consumer(bootstrap)) {
      consumer.assign(List.of(PARTITION));
      return consumer.position(PARTITION, Duration.ofSeconds(30));
    }
  }

  private static KafkaConsumer<String, String> consumer(String bootstrap) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrap, "group.id", "kept", "auto.offset.reset", "none"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
