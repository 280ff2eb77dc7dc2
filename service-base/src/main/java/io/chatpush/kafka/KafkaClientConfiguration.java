package io.chatpush.kafka;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all Kafka clients of a service have in common, those that Spring Boot makes included. */
@Configuration(proxyBeanMethods = false)
public class KafkaClientConfiguration {

  @Bean
  static BootstrapServers bootstrapServers() {
    return new BootstrapServers();
  }
}
