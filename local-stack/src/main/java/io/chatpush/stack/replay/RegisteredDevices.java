package io.chatpush.stack.replay;

import io.chatpush.schemas.Topics;
import io.chatpush.stack.launch.LocalApp;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The devices that {@code push.user-devices} holds: not those somebody meant to register, but those
 * that will get pushes, earlier ones included. Used by one thread.
 */
final class RegisteredDevices implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Owned> byDevice = new HashMap<>();
  private final Set<String> ended = new HashSet<>();

  /** A device and whose it is. */
  record Owned(String user, String device) {}

  /**
   * @param kafka how to reach the broker
   */
  RegisteredDevices(Map<String, Object> kafka) {
    consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.USER_DEVICES).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Reads until all of these are there, under the users they are to belong to.
   *
   * @param patience without a new record
   * @param progress is told how many are missing
   * @return whether all are there
   */
  boolean await(Collection<Device> devices, Duration patience, IntConsumer progress) {
    Set<Owned> missing = new HashSet<>();
    devices.forEach(device -> missing.add(new Owned(device.user(), device.id())));
    long moved = System.nanoTime();
    while (System.nanoTime() - moved < patience.toNanos()) {
      if (poll(POLL)) {
        moved = System.nanoTime();
      }
      missing.removeIf(owned -> owned.equals(byDevice.get(owned.device())));
      progress.accept(missing.size());
      if (missing.isEmpty() && isAtEnd()) {
        return true;
      }
    }
    return false;
  }

  /** The devices of each of these users. */
  Map<String, List<String>> devicesOf(Collection<String> users) {
    Map<String, List<String>> result = new HashMap<>();
    Set<String> wanted = Set.copyOf(users);
    byDevice.values().stream()
        .filter(owned -> wanted.contains(owned.user()))
        .forEach(owned ->
            result.computeIfAbsent(owned.user(), user -> new ArrayList<>()).add(owned.device()));
    return result;
  }

  /** Devices whose registration has ended since the last call: retired, removed, given away. */
  Set<String> endedSince() {
    poll(Duration.ZERO);
    Set<String> result = Set.copyOf(ended);
    ended.clear();
    return result;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private boolean poll(Duration timeout) {
    boolean any = false;
    for (ConsumerRecord<String, byte[]> entry : consumer.poll(timeout)) {
      any = true;
      owned(entry.key()).ifPresent(owned -> apply(owned, entry.value() == null));
    }
    return any;
  }

  /** Whose device a key names; empty for one of another app, or that somebody else wrote. */
  private static Optional<Owned> owned(@Nullable String key) {
    String[] parts = key == null ? new String[0] : key.split("\\|", -1);
    try {
      return parts.length == 3 && decode(parts[0]).equals(LocalApp.ID)
          ? Optional.of(new Owned(decode(parts[1]), decode(parts[2])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not percent-encoded
    }
  }

  private void apply(Owned owned, boolean tombstone) {
    if (!tombstone) {
      byDevice.put(owned.device(), owned);
      ended.remove(owned.device());
    } else if (byDevice.remove(owned.device(), owned)) {
      ended.add(owned.device());
    }
  }

  private boolean isAtEnd() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** The inverse of {@link io.chatpush.schemas.RecordKeys#encode}, which leaves no plus sign. */
  private static String decode(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }
}
