package io.chatpush.token;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.UserDeviceHeaders;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.testing.KafkaBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** {@code push.user-devices} as its readers see it: committed records only, newest of each key. */
final class UserDeviceTable implements AutoCloseable {

  private final KafkaConsumer<String, Object> consumer;
  private final Map<String, UserDevice> rows = new HashMap<>();
  private final Map<String, String> reasons = new HashMap<>();
  private final Map<String, Integer> partitions = new HashMap<>();

  UserDeviceTable(KafkaBackend backend) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            backend.bootstrapServers(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            "schema.registry.url",
            backend.registryUrl());
    AvroDeserializer values = new AvroDeserializer();
    values.configure(settings, false);
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values);
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.USER_DEVICES).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** The row under {@code key} as of now. */
  Optional<UserDevice> row(String key) {
    for (ConsumerRecord<String, Object> record : consumer.poll(Duration.ofMillis(100))) {
      partitions.put(record.key(), record.partition());
      if (record.value() instanceof UserDevice device) {
        rows.put(record.key(), device);
      } else {
        rows.remove(record.key());
        Header reason = record.headers().lastHeader(UserDeviceHeaders.REASON);
        if (reason != null) {
          reasons.put(record.key(), new String(reason.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return Optional.ofNullable(rows.get(key));
  }

  /** Why {@code key} ended last; empty if it did not. */
  String reason(String key) {
    return reasons.getOrDefault(key, "");
  }

  /** Where the newest record of {@code key} was. */
  int partition(String key) {
    return partitions.getOrDefault(key, -1);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
