package io.chatpush.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBackendExtension.class)
class KafkaBackendExtensionIT {

  @Test
  void holdsTheTopicsAndSchemasOfTheContract(KafkaBackend backend) throws Exception {
    TestTopics.createAll(backend, 2);
    TestTopics.createAll(backend, 2);
    TestTopics.registerSchemas(backend);
    TestTopics.registerSchemas(backend);

    assertThat(topicNames(backend)).containsAll(Topics.ALL.stream().map(Topic::name).toList());
    assertThat(get(backend.registryUrl() + "/subjects/push.outcomes-value/versions/latest"))
        .contains("PushOutcome");
    assertThat(get(backend.registryUrl() + "/config/push.outcomes-value"))
        .contains("FULL_TRANSITIVE");
  }

  @Test
  void bringsBrokerAndRegistryBackWithWhatTheyHeld(InterruptibleBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "kept", 1);
    TestTopics.registerSchemas(backend);
    String schema = get(backend.registryUrl() + "/subjects/chat.messages-value/versions/latest");
    send(backend, topic, "before");

    backend.stopBroker();
    backend.stopRegistry();
    backend.startBroker();
    backend.startRegistry();

    assertThat(send(backend, topic, "after")).isEqualTo(1);
    assertThat(get(backend.registryUrl() + "/subjects/chat.messages-value/versions/latest"))
        .isEqualTo(schema);
  }

  private static long send(KafkaBackend backend, String topic, String value)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", backend.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      return producer.send(new ProducerRecord<>(topic, value)).get().offset();
    }
  }

  private static List<String> topicNames(KafkaBackend backend)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()))) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
