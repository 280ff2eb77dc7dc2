package io.chatpush.token.web;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  @Bean
  ProblemWriter problemWriter() {
    return new ProblemWriter();
  }

  @Bean
  ProblemExceptionHandler problemExceptionHandler(ProblemWriter writer) {
    return new ProblemExceptionHandler(writer);
  }

  @Bean
  RegistrationMeters registrationMeters(MeterRegistry registry) {
    return new RegistrationMeters(registry);
  }
}
