package io.chatpush.token.kafka;

import io.chatpush.settings.InvalidSettingException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.utils.Utils;

/** The settings of Kafka that we depend on more than Kafka itself does. */
final class KafkaSettings {

  private KafkaSettings() {}

  /**
   * @throws InvalidSettingException naming the setting
   * @throws org.apache.kafka.common.config.ConfigException if Kafka refuses one
   */
  static void check(Map<String, Object> producerProperties) {
    ProducerConfig producer = new ProducerConfig(producerProperties);
    for (String server : producer.getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      if (Utils.getHost(server) == null || Utils.getPort(server) == null) {
        throw new InvalidSettingException(
            "spring.kafka.bootstrap-servers names \"" + server + "\", which is not host:port.");
      }
    }
    String acks = producer.getString(ProducerConfig.ACKS_CONFIG);
    if (!List.of("all", "-1").contains(acks)) {
      throw new InvalidSettingException(
          "spring.kafka.producer.acks is "
              + acks
              + ", but 202 promises that every in-sync replica has the event: set it to all.");
    }
    Object registry = producerProperties.get("schema.registry.url");
    if (registry == null || registry.toString().isBlank()) {
      throw new InvalidSettingException(
          "spring.kafka.properties.schema.registry.url is not set: name the URLs of the schema"
              + " registry.");
    }
  }
}
