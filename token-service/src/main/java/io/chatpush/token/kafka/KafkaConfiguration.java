package io.chatpush.token.kafka;

import io.chatpush.kafka.KafkaSettingsCheck;
import io.chatpush.service.KafkaFacts;
import io.chatpush.service.StartFacts;
import io.chatpush.service.StartupGate;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.device.TestPushPublisher;
import io.chatpush.topics.TopicPartitions;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The producer and the serde. Which classes serialize is decided by {@code
 * spring.kafka.producer.value-serializer} and {@code spring.kafka.consumer.value-deserializer}
 * alone.
 */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

  /**
   * One instance for the producer, which also closes it, and for the step of the start that fetches
   * the schema ids which the producer then finds. The settings of all clients are checked before it
   * is made.
   */
  @Bean(destroyMethod = "")
  Serializer<Object> eventSerializer(KafkaProperties kafka, Environment environment) {
    new KafkaSettingsCheck(environment)
        .all(
            kafka,
            kafka.buildStreamsProperties(),
            "202 promises that every in-sync replica has the event");
    return serializer(kafka.buildProducerProperties());
  }

  @Bean
  DefaultKafkaProducerFactoryCustomizer eventSerializerCustomizer(
      Serializer<Object> eventSerializer) {
    return factory -> setValueSerializer(factory, eventSerializer);
  }

  // Boot declares its factory as <?, ?>; what it produces is ours to say.
  @SuppressWarnings("unchecked")
  private static void setValueSerializer(
      DefaultKafkaProducerFactory<?, ?> factory, Serializer<Object> serializer) {
    factory.setConfigureSerializers(false);
    ((DefaultKafkaProducerFactory<?, Object>) factory).setValueSerializer(serializer);
  }

  /** The serde of Avro records for Kafka Streams, which closes it. */
  @Bean(destroyMethod = "")
  Serde<Object> recordSerde(KafkaProperties kafka) {
    return Serdes.serdeFrom(
        serializer(kafka.buildProducerProperties()), deserializer(kafka.buildConsumerProperties()));
  }

  @Bean
  EventSender eventSender(
      ProducerFactory<String, Object> producers, StartupGate gate, KafkaProbe probe, Clock clock) {
    return EventSender.ofDeviceTokens(producers, gate::isOpen, probe, clock);
  }

  @Bean
  EventSender testPushSender(
      ProducerFactory<String, Object> producers, StartupGate gate, KafkaProbe probe, Clock clock) {
    return EventSender.ofTestPushes(producers, gate::isOpen, probe, clock);
  }

  @Bean
  DeviceTokenPublisher deviceTokenPublisher(@Qualifier("eventSender") EventSender events) {
    return new KafkaDeviceTokenPublisher(events);
  }

  @Bean
  TestPushPublisher testPushPublisher(@Qualifier("testPushSender") EventSender events) {
    return new KafkaTestPushPublisher(events);
  }

  @Bean
  StartFacts kafkaFacts(KafkaProperties kafka, TopicPartitions partitions) {
    return new KafkaFacts(kafka, partitions.required());
  }

  @Bean
  ProducerStep producerStep(ProducerFactory<String, Object> producers) {
    return new ProducerStep(producers);
  }

  // Kafka hands out what a class name in a setting stands for as a raw type.
  @SuppressWarnings("unchecked")
  private static Serializer<Object> serializer(Map<String, Object> properties) {
    Serializer<Object> serializer =
        new ProducerConfig(properties)
            .getConfiguredInstance(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Serializer.class);
    serializer.configure(properties, false);
    return serializer;
  }

  // As above.
  @SuppressWarnings("unchecked")
  private static Deserializer<Object> deserializer(Map<String, Object> properties) {
    Deserializer<Object> deserializer =
        new ConsumerConfig(properties)
            .getConfiguredInstance(
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
    deserializer.configure(properties, false);
    return deserializer;
  }
}
