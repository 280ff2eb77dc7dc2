package io.chatpush.kafka;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * Makes {@code spring.kafka.properties.bootstrap.servers}, which vendors hand out, mean the same as
 * {@code spring.kafka.bootstrap-servers}. Spring Boot would give the clients that it makes itself
 * the value of the latter, {@code localhost:9092} by default, and the others the value of the
 * former.
 */
final class BootstrapServers implements BeanPostProcessor {

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (bean instanceof KafkaProperties kafka) {
      align(kafka.getProperties(), kafka::setBootstrapServers);
      align(kafka.getProducer().getProperties(), kafka.getProducer()::setBootstrapServers);
      align(kafka.getConsumer().getProperties(), kafka.getConsumer()::setBootstrapServers);
      align(kafka.getStreams().getProperties(), kafka.getStreams()::setBootstrapServers);
    }
    return bean;
  }

  private static void align(Map<String, String> properties, Consumer<List<String>> typed) {
    String servers = properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    if (servers != null) {
      typed.accept(List.of(servers.strip().split("\\s*,\\s*", -1)));
    }
  }
}
