package io.chatpush.lag;

import io.chatpush.supervision.KafkaProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads and exports the lag with the service's own ways to Kafka. */
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
        beginAtTheBeginning(kafka),
        registry,
        watch,
        probe,
        clock);
  }

  /**
   * Both services read from the beginning unless the settings say otherwise. Where they do for some
   * clients, all count as beginning later: a part that is called stuck by mistake is restarted.
   */
  static boolean beginAtTheBeginning(KafkaProperties kafka) {
    return Stream.of(kafka.buildConsumerProperties(), kafka.buildStreamsProperties())
        .flatMap(settings -> settings.entrySet().stream())
        .filter(setting -> setting.getKey().endsWith(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG))
        .allMatch(setting -> "earliest".equalsIgnoreCase(String.valueOf(setting.getValue())));
  }
}
