package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.operations.OperationsProperties;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
class DeadLettersConfiguration {

  @Bean
  DeadLetterLog deadLetterLog(LogConsumers consumers, KafkaClients clients, Clock clock) {
    return new DeadLetterLog(consumers, clients.codec(), clock);
  }

  @Bean
  DeadLetters deadLetters(
      DeadLetterLog log, LogConsumers consumers, OperationsProperties properties, Clock clock) {
    return new DeadLetters(log, consumers, properties.searchTimeout(), clock);
  }

  @Bean
  DeadLetterJobs deadLetterJobs(
      DeadLetterLog log,
      EventPublisher publisher,
      OperationsProperties properties,
      MeterRegistry registry,
      Clock clock) {
    return new DeadLetterJobs(
        log, publisher, new DeadLetterActionMeters(registry), properties.canaryTimeout(), clock);
  }
}
