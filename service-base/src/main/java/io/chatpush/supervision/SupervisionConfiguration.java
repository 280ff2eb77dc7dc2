package io.chatpush.supervision;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Supervises all {@link Supervised} beans, and all parts of the {@link SupervisedParts} beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SupervisionProperties.class)
public class SupervisionConfiguration {

  @Bean
  KafkaProbe kafkaProbe(KafkaProperties kafka) {
    return new KafkaProbe(kafka.buildAdminProperties());
  }

  @Bean
  Supervisor supervisor(
      ObjectProvider<Supervised> parts,
      ObjectProvider<SupervisedParts> groups,
      MeterRegistry registry,
      SupervisionProperties properties) {
    return new Supervisor(
        Stream.concat(
                parts.orderedStream(),
                groups.orderedStream().flatMap(group -> group.parts().stream()))
            .toList(),
        new SupervisionMeters(registry),
        properties);
  }

  /** Its name, less the suffix, is what the health group {@code liveness} includes. */
  @Bean
  SupervisionHealthIndicator supervisionHealthIndicator(Supervisor supervisor) {
    return new SupervisionHealthIndicator(supervisor);
  }
}
