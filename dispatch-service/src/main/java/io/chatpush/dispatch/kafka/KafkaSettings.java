package io.chatpush.dispatch.kafka;

import io.chatpush.kafka.KafkaSettingsCheck;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Checks the settings of all Kafka clients of the service before any of them is made. */
final class KafkaSettings {

  private KafkaSettings() {}

  /**
   * Checks what the settings say, and what the clients get.
   *
   * @throws io.chatpush.settings.InvalidSettingException naming the setting
   */
  static void check(KafkaSettingsCheck check, KafkaProperties properties, KafkaClients clients) {
    check.member(clients.member("delivery-bulk-0"));
    // With the classes of the serde, which the clients of bytes do not have.
    check.producer(properties.buildProducerProperties());
    check.reader(properties.buildConsumerProperties());
    check.producer(clients.producer());
    check.acknowledgedByAll(
        clients.producer(),
        "an outcome must be on every in-sync replica before its request is committed");
    check.reader(clients.reader());
    check.admin(properties.buildAdminProperties());
    check.streams(clients.streams());
    check.registry(properties.buildProducerProperties());
  }
}
