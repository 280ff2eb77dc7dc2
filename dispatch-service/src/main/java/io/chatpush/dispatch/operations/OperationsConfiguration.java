package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.delivery.DeliveryGroups;
import io.chatpush.dispatch.fanout.FanOutGroup;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OperationsProperties.class)
class OperationsConfiguration {

  @Bean
  LogConsumers logConsumers(KafkaClients clients) {
    return new LogConsumers(clients);
  }

  @Bean
  LetterLog letterLog(LogConsumers consumers, KafkaClients clients, Clock clock) {
    return new LetterLog(consumers, clients.codec(), clock);
  }

  @Bean
  DeadLetters deadLetters(
      LetterLog letters, LogConsumers consumers, OperationsProperties properties, Clock clock) {
    return new DeadLetters(letters, consumers, properties.searchTimeout(), clock);
  }

  @Bean
  MessageSearch messageSearch(
      LogConsumers consumers,
      KafkaClients clients,
      OperationsProperties properties,
      Environment environment,
      Clock clock) {
    return new MessageSearch(
        consumers,
        clients.codec(),
        new Backlog(clients, FanOutGroup.of(environment), DeliveryGroups.of(environment)),
        properties.searchTimeout(),
        clock);
  }

  @Bean
  LetterJobs letterJobs(
      LetterLog letters,
      EventPublisher publisher,
      OperationsProperties properties,
      MeterRegistry registry,
      Clock clock) {
    return new LetterJobs(
        letters,
        RecordSink.of(publisher),
        new OperationsMeters(registry),
        properties.canaryTimeout(),
        clock);
  }
}
