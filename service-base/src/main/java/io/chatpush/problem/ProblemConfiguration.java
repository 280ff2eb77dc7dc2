package io.chatpush.problem;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Answers failed requests with problem details. Each service adds its {@link KnownFailures}. */
@Configuration(proxyBeanMethods = false)
public class ProblemConfiguration {

  @Bean
  ProblemWriter problemWriter() {
    return new ProblemWriter();
  }

  @Bean
  ProblemExceptionHandler problemExceptionHandler(
      ProblemWriter writer, KnownFailures failures, Clock clock) {
    return new ProblemExceptionHandler(writer, failures, clock);
  }
}
