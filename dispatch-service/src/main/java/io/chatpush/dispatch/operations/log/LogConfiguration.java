package io.chatpush.dispatch.operations.log;

import io.chatpush.dispatch.kafka.KafkaClients;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
class LogConfiguration {

  @Bean
  LogConsumers logConsumers(KafkaClients clients) {
    return new LogConsumers(clients);
  }
}
