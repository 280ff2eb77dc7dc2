package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.KafkaClients;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.delivery.enabled", matchIfMissing = true)
class RehearsalConfiguration {

  @Bean
  CodecRehearsal codecRehearsal(KafkaClients clients) {
    return new CodecRehearsal(clients.codec());
  }
}
