package io.chatpush.token.lag;

import io.chatpush.lag.LagExport;
import io.chatpush.lag.LagProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LagProperties.class)
class LagConfiguration {

  @Bean(destroyMethod = "close")
  LagExport lagExport(
      LagProperties properties, KafkaProperties kafka, MeterRegistry registry, Clock clock) {
    return LagExport.start(
        properties, kafka.buildAdminProperties(), kafka.buildConsumerProperties(), registry, clock);
  }
}
