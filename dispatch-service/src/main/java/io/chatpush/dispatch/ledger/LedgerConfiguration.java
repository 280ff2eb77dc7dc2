package io.chatpush.dispatch.ledger;

import io.chatpush.dispatch.delivery.OutcomeLedger;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  @Bean
  OutcomeLedger outcomeLedger(EventPublisher publisher, MeterRegistry registry) {
    return new KafkaOutcomeLedger(publisher, new LedgerMeters(registry));
  }
}
