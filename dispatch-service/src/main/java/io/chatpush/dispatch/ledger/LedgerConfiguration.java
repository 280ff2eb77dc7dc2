package io.chatpush.dispatch.ledger;

import io.chatpush.dispatch.delivery.DeliverySums;
import io.chatpush.dispatch.delivery.OutcomeLedger;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.topics.TopicPartitions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  @Bean
  LedgerMeters ledgerMeters(MeterRegistry registry) {
    return new LedgerMeters(registry);
  }

  @Bean
  OutcomeLedger outcomeLedger(
      EventPublisher publisher, TopicPartitions partitions, LedgerMeters meters) {
    return new KafkaOutcomeLedger(publisher, partitions, meters);
  }

  /** Bound when all is there: delivery itself needs the ledger. */
  @Bean
  MeterBinder unaccounted(ObjectProvider<DeliverySums> delivery, LedgerMeters meters) {
    return registry ->
        delivery.ifAvailable(sums -> {
          Gauge.builder("chatpush.unaccounted", sums, meters::unaccounted).register(registry);
          Gauge.builder("push.window.open", sums, DeliverySums::open).register(registry);
        });
  }
}
