package io.chatpush.dispatch.kafka;

import io.chatpush.kafka.BootstrapServers;
import io.chatpush.kafka.KafkaSettingsCheck;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import io.chatpush.service.KafkaFacts;
import io.chatpush.service.StartFacts;
import io.chatpush.supervision.KafkaProbe;
import java.time.Clock;
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

  @Bean
  static BootstrapServers bootstrapServers() {
    return new BootstrapServers();
  }

  @Bean
  KafkaClients kafkaClients(
      KafkaProperties properties, BatchingProperties batching, Environment environment) {
    KafkaClients clients = new KafkaClients(properties, batching.batching());
    KafkaSettings.check(new KafkaSettingsCheck(environment), properties, clients);
    NativeLz4.load();
    return clients;
  }

  @Bean
  TopicPartitions topicPartitions(KafkaClients clients, KafkaProbe probe) {
    return new TopicPartitions(clients, probe);
  }

  @Bean
  @ConditionalOnBooleanProperty(value = "chatpush.delivery.enabled", matchIfMissing = true)
  GroupProtocolSupport groupProtocolSupport(KafkaClients clients) {
    return new GroupProtocolSupport(clients);
  }

  @Bean
  StartFacts kafkaFacts(KafkaProperties properties) {
    return new KafkaFacts(
        properties.buildAdminProperties(),
        properties.buildProducerProperties().getOrDefault("schema.registry.url", ""),
        Topics.ALL.stream().map(Topic::name).toList());
  }

  @Bean
  RegistryReachable registryReachable(KafkaClients clients) {
    return new RegistryReachable(clients.registry());
  }

  @Bean(destroyMethod = "close")
  EventPublisher eventPublisher(KafkaClients clients, KafkaProbe probe, Clock clock) {
    return new EventPublisher(
        () -> new KafkaProducer<>(clients.producer()), clients.codec(), probe, clock);
  }
}
