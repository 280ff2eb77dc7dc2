package io.chatpush.benchmark.pipeline;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.provisioning.TopicProvisioning;
import io.chatpush.schemas.serde.AvroSerializer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic full of chat events, for a listener that takes as many as it can. */
public final class Backlog {

  private static final int PARTITIONS = 8;

  private Backlog() {}

  /**
   * Creates the topic and fills it.
   *
   * @param events how many
   */
  public static void fill(BenchStack stack, String topic, int users, int events)
      throws InterruptedException {
    Map<String, Object> broker =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
    try (Admin admin = Admin.create(broker)) {
      TopicProvisioning.create(admin, List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refused to create " + topic, e.getCause());
    }
    Population population = new Population(users);
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < events; number++) {
        ChatMessageEvent event = population.event("backlog", number, Instant.now());
        // The registry knows the schema as that of the real topic.
        var _ =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    event.getChannelId(),
                    serializer.serialize(Topics.CHAT_MESSAGES, event)));
      }
    }
  }
}
