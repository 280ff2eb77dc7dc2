package io.chatpush.lag;

import io.chatpush.supervision.KafkaProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Exports the lag with the service's own ways to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LagProperties.class)
public class LagConfiguration {

  @Bean
  GroupWatch groupWatch() {
    return new GroupWatch();
  }

  @Bean(destroyMethod = "close")
  LagExport lagExport(
      LagProperties properties,
      KafkaProperties kafka,
      MeterRegistry registry,
      GroupWatch watch,
      KafkaProbe probe,
      Clock clock) {
    return LagExport.start(
        properties,
        kafka.buildAdminProperties(),
        kafka.buildConsumerProperties(),
        registry,
        watch,
        probe,
        clock);
  }
}
