package io.chatpush.dispatch.pacing;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PacingProperties.class)
class PacingConfiguration {

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService pacingTimer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("pacing-timer").daemon().factory());
  }

  @Bean
  Pacer pacer(
      PacingProperties properties, ScheduledExecutorService pacingTimer, MeterRegistry registry) {
    return new Pacer(
        properties,
        System::nanoTime,
        (wait, task) -> {
          var _ = pacingTimer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        },
        new PacingMeters(registry, System::nanoTime));
  }
}
