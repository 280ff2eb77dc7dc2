package io.chatpush.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds the name under which an operator wrote a setting of a Kafka client. A client's setting may
 * come from four places, of which the first one that is set wins: Kafka's name below {@code
 * spring.kafka.<client>.properties}, Spring Boot's own name below {@code spring.kafka.<client>},
 * and the same two below {@code spring.kafka} for all clients.
 */
final class WrittenNames {

  /** Spring Boot's names of Kafka's settings, below {@code spring.kafka} or a client of it. */
  private static final Map<String, String> OF_BOOT =
      Map.ofEntries(
          Map.entry(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "bootstrap-servers"),
          Map.entry(CommonClientConfigs.CLIENT_ID_CONFIG, "client-id"),
          Map.entry(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "security.protocol"),
          Map.entry(SslConfigs.SSL_PROTOCOL_CONFIG, "ssl.protocol"),
          Map.entry(SslConfigs.SSL_KEY_PASSWORD_CONFIG, "ssl.key-password"),
          Map.entry(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, "ssl.key-store-key"),
          Map.entry(
              SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, "ssl.key-store-certificate-chain"),
          Map.entry(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, "ssl.key-store-location"),
          Map.entry(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, "ssl.key-store-password"),
          Map.entry(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "ssl.key-store-type"),
          Map.entry(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, "ssl.trust-store-certificates"),
          Map.entry(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, "ssl.trust-store-location"),
          Map.entry(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, "ssl.trust-store-password"),
          Map.entry(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "ssl.trust-store-type"),
          Map.entry(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, "auto-commit-interval"),
          Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "auto-offset-reset"),
          Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "enable-auto-commit"),
          Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "fetch-max-wait"),
          Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "fetch-min-size"),
          Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "group-id"),
          Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "heartbeat-interval"),
          Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "isolation-level"),
          Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "key-deserializer"),
          Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "value-deserializer"),
          Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "max-poll-records"),
          Map.entry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "max-poll-interval"),
          Map.entry(ProducerConfig.ACKS_CONFIG, "acks"),
          Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, "batch-size"),
          Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, "buffer-memory"),
          Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "compression-type"),
          Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "key-serializer"),
          Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "value-serializer"),
          Map.entry(ProducerConfig.RETRIES_CONFIG, "retries"),
          Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, "application-id"),
          Map.entry(StreamsConfig.REPLICATION_FACTOR_CONFIG, "replication-factor"),
          Map.entry(StreamsConfig.STATE_DIR_CONFIG, "state-dir"),
          Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "state-store-cache-max-size"));

  private final Environment environment;

  WrittenNames(Environment environment) {
    this.environment = environment;
  }

  /**
   * Returns the name under which the setting was written, an environment variable included, or the
   * name that would set it for this client alone if it was not written.
   *
   * @param client as Spring Boot calls it: {@code consumer}, {@code producer}, {@code admin} or
   *     {@code streams}
   * @param keys Kafka's names, of which the first one that is set wins
   */
  String of(String client, List<String> keys) {
    String common = "spring.kafka.";
    String own = common + client + ".";
    List<String> candidates = new ArrayList<>();
    for (String prefix : List.of(own, common)) {
      for (String key : keys) {
        candidates.add(prefix + "properties." + key);
        String ofBoot = OF_BOOT.get(key);
        if (ofBoot != null) {
          candidates.add(prefix + ofBoot);
        }
      }
    }
    return candidates.stream()
        .flatMap(candidate -> written(candidate).stream())
        .findFirst()
        .orElseGet(candidates::getFirst);
  }

  private Optional<String> written(String name) {
    ConfigurationPropertyName uniform = ConfigurationPropertyName.adapt(name, '.');
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(uniform);
      if (property != null) {
        return Optional.of(
            property.getOrigin() instanceof PropertySourceOrigin origin
                    && origin.getPropertySource() instanceof SystemEnvironmentPropertySource
                ? "the environment variable " + origin.getPropertyName()
                : name);
      }
    }
    return Optional.empty();
  }
}
