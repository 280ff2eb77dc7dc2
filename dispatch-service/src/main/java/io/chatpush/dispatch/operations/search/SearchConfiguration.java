package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.delivery.DeliveryGroups;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.lanes.FanOutGroup;
import io.chatpush.dispatch.operations.OperationsProperties;
import io.chatpush.dispatch.operations.log.LogConsumers;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
class SearchConfiguration {

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
}
