package io.chatpush.streams;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the applications of a service share. Each of them is a {@link StreamsHost}. */
@Configuration(proxyBeanMethods = false)
public class StreamsConfiguration {

  @Bean
  StreamsMeters streamsMeters(MeterRegistry registry) {
    return new StreamsMeters(registry);
  }
}
