package io.chatpush.benchmark.pipeline;

import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The devices that the join can look up. */
final class UserDevices {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private UserDevices() {}

  /** Returns when {@code push.user-devices} has so many keys. */
  static void await(String bootstrapServers, int number) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions = Partitions.assign(consumer, Topics.USER_DEVICES);
      consumer.seekToBeginning(partitions);
      Set<String> devices = new HashSet<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (devices.size() < number) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "only %d of %d devices came to push.user-devices".formatted(devices.size(), number));
        }
        for (ConsumerRecord<String, byte[]> device : consumer.poll(Duration.ofSeconds(1))) {
          devices.add(device.key());
        }
      }
    }
  }
}
