package io.chatpush.dispatch.publishing;

import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.kafka.EventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
class PublishingConfiguration {

  @Bean
  EventLog eventLog(EventPublisher publisher) {
    return new KafkaEventLog(publisher);
  }

  @Bean
  PublishingMeters publishingMeters(MeterRegistry registry) {
    return new PublishingMeters(registry);
  }

  @Bean
  EventIntake eventIntake(FanOutTrial trial, EventLog log, PublishingMeters meters, Clock clock) {
    return new EventIntake(trial, log, meters, clock);
  }
}
