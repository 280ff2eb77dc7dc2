package io.chatpush.token.kafka;

import io.chatpush.kafka.KafkaSettingsCheck;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Checks the settings of all Kafka clients of the service before any of them is made. */
final class KafkaSettings {

  private KafkaSettings() {}

  /**
   * Checks what the settings say.
   *
   * @throws io.chatpush.settings.InvalidSettingException naming the setting
   */
  static void check(KafkaSettingsCheck check, KafkaProperties properties) {
    check.producer(properties.buildProducerProperties());
    check.acknowledgedByAll(
        properties.buildProducerProperties(),
        "202 promises that every in-sync replica has the event");
    check.reader(properties.buildConsumerProperties());
    check.admin(properties.buildAdminProperties());
    check.streams(properties.buildStreamsProperties());
    check.registry(properties.buildProducerProperties());
  }
}
