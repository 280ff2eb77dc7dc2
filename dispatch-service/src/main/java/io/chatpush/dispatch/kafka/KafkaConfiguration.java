package io.chatpush.dispatch.kafka;

import io.chatpush.kafka.KafkaSettingsCheck;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaWarmUp;
import io.chatpush.service.KafkaFacts;
import io.chatpush.service.StartFacts;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.topics.RegistryReachable;
import io.chatpush.topics.TopicNeeds;
import io.chatpush.topics.TopicPartitions;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BatchingProperties.class)
class KafkaConfiguration {

  /** Checks the settings of all clients before any of them is made. */
  @Bean
  KafkaClients kafkaClients(
      KafkaProperties kafka, BatchingProperties batching, Environment environment) {
    KafkaClients clients = new KafkaClients(kafka, batching.batching());
    KafkaSettingsCheck check = new KafkaSettingsCheck(environment);
    check.member(clients.member("delivery-bulk-0"));
    // With the classes of the serde, which the clients of bytes below do not have.
    check.all(
        kafka,
        clients.streams(),
        "an outcome must be on every in-sync replica before its request is committed");
    check.producer(clients.producer());
    check.reader(clients.reader());
    NativeLz4.load();
    return clients;
  }

  /** All topics of the contract, of which those by user must keep their number of partitions. */
  @Bean
  TopicPartitions topicPartitions(KafkaProperties kafka, KafkaProbe probe) {
    Set<String> byUser = TopicNeeds.byUser();
    return new TopicPartitions(
        kafka.buildAdminProperties(),
        new TopicNeeds(
            Topics.ALL.stream().map(Topic::name).collect(Collectors.toSet()),
            Set.of(),
            Map.of(TopicNeeds.BY_USER, byUser),
            byUser),
        probe);
  }

  @Bean
  @ConditionalOnBooleanProperty(value = "chatpush.delivery.enabled", matchIfMissing = true)
  GroupProtocolSupport groupProtocolSupport(KafkaClients clients) {
    return new GroupProtocolSupport(clients);
  }

  @Bean
  StartFacts kafkaFacts(KafkaProperties kafka, TopicPartitions partitions) {
    return new KafkaFacts(kafka, partitions.required());
  }

  @Bean
  RegistryReachable registryReachable(KafkaProperties kafka) {
    Map<String, Object> settings = kafka.buildProducerProperties();
    return new RegistryReachable(settings, () -> SchemaWarmUp.learn(settings, Topics.ALL));
  }

  @Bean(destroyMethod = "close")
  EventPublisher eventPublisher(KafkaClients clients, KafkaProbe probe, Clock clock) {
    return new EventPublisher(
        () -> new KafkaProducer<>(clients.producer()), clients.codec(), probe, clock);
  }
}
