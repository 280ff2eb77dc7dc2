package io.chatpush.dispatch.ledger;

import io.chatpush.dispatch.delivery.OutcomeLedger;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.TopicPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  @Bean
  OutcomeLedger outcomeLedger(
      EventPublisher publisher, TopicPartitions partitions, MeterRegistry registry) {
    return new KafkaOutcomeLedger(publisher, partitions, new LedgerMeters(registry));
  }
}
