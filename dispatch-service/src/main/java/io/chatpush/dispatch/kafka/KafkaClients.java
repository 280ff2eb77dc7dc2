package io.chatpush.dispatch.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * The settings of every Kafka client of the service: what {@code spring.kafka.*} says, and {@link
 * Batching} below it.
 */
public final class KafkaClients {

  /**
   * How long a question to the broker may take before the gate says that the broker does not
   * answer.
   */
  private static final int ADMIN_TIMEOUT_MILLIS = 5_000;

  /**
   * How long the partitions of a consumer that was killed have no owner under the protocol {@code
   * classic}, as those of the streams; Kafka's default is 45 s. A member sends a heartbeat every 3
   * s, so it may miss four. Under {@code consumer} the broker decides.
   */
  private static final int SESSION_TIMEOUT_MILLIS = 15_000;

  /**
   * Two clients of one name would fight for their place in JMX, so a reader has a name of Kafka.
   */
  private static final List<String> SETTINGS_OF_MEMBERS =
      List.of(
          ConsumerConfig.CLIENT_ID_CONFIG,
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);

  private final KafkaProperties properties;
  private final Batching batching;

  KafkaClients(KafkaProperties properties, Batching batching) {
    this.properties = properties;
    this.batching = batching;
  }

  /** Returns the settings of a consumer of bytes that is a member of no group. */
  public Map<String, Object> reader() {
    Map<String, Object> config = consumer();
    SETTINGS_OF_MEMBERS.forEach(config::remove);
    return config;
  }

  /**
   * Returns the settings of a consumer of bytes that is a member of a group, without the group's
   * id. Where the settings have a {@code group.instance.id} or a {@code client.id}, the name is
   * added to it: two members of a group with the same instance id would end each other.
   *
   * @param name of the member, distinct within the process
   */
  public Map<String, Object> member(String name) {
    Map<String, Object> config = consumer();
    if (GroupProtocol.CLASSIC.name().equalsIgnoreCase(groupProtocol())) {
      config.putIfAbsent(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
    }
    for (String own :
        List.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.CLIENT_ID_CONFIG)) {
      config.computeIfPresent(own, (_, common) -> common + "-" + name);
    }
    return config;
  }

  /** Returns how long a member of a group may take between two polls before it is removed. */
  public Duration maxPollInterval() {
    return Duration.ofMillis(
        new ConsumerConfig(reader()).getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG));
  }

  /** Returns the protocol of the consumer groups of delivery, as the settings have it. */
  String groupProtocol() {
    return String.valueOf(
        properties
            .buildConsumerProperties()
            .getOrDefault(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, ConsumerConfig.DEFAULT_GROUP_PROTOCOL));
  }

  private Map<String, Object> consumer() {
    Map<String, Object> config = batching.consumer(properties.buildConsumerProperties());
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return config;
  }

  /** Of a producer of bytes. */
  Map<String, Object> producer() {
    Map<String, Object> config = batching.producer(properties.buildProducerProperties());
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return config;
  }

  /** Of Kafka Streams. */
  public Map<String, Object> streams() {
    Map<String, Object> config = new HashMap<>();
    batching
        .producer(Map.of())
        .forEach((key, value) -> config.put(StreamsConfig.producerPrefix(key), value));
    batching
        .consumer(Map.of())
        .forEach((key, value) -> config.put(StreamsConfig.mainConsumerPrefix(key), value));
    config.remove(StreamsConfig.mainConsumerPrefix(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG));
    config.putAll(properties.buildStreamsProperties());
    return config;
  }

  /** Returns the bytes of the largest record that the producers of Kafka Streams accept. */
  public int streamsMaxRequestSize() {
    Map<String, Object> config = streams();
    String name = ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
    Object set = config.getOrDefault(StreamsConfig.producerPrefix(name), config.get(name));
    Object size =
        ConfigDef.parseType(
            name,
            set == null ? ProducerConfig.configDef().defaultValues().get(name) : set,
            ConfigDef.Type.INT);
    return (Integer) size;
  }

  /** A codec of its own, by the (de)serializers that {@code spring.kafka.*} names. */
  public RecordCodec codec() {
    return new RecordCodec(
        properties.buildProducerProperties(), properties.buildConsumerProperties());
  }

  /** A new client for questions about topics and groups; the caller closes it. */
  public Admin admin() {
    Map<String, Object> config = new HashMap<>(properties.buildAdminProperties());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MILLIS);
    return Admin.create(config);
  }

  String bootstrapServers() {
    return String.join(",", properties.getBootstrapServers());
  }
}
