package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.supervision.KafkaProbe;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The membership of a windowed consumer under the protocol {@code classic}, its default. */
@ExtendWith(KafkaBackendExtension.class)
class WindowMembershipIT {

  private static final int PARTITIONS = 4;
  private static final Duration SOON = Duration.ofSeconds(60);

  /** The shortest that a broker accepts by default. */
  private static final Duration SESSION = Duration.ofSeconds(6);

  private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Slot> begun = new ConcurrentLinkedQueue<>();

  @Test
  void doesAgainWhatItHadBegunWhenItsPartitionsAreLost(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "lost", PARTITIONS);
    WindowedConsumer member = consumer(backend, topic);
    member.start();
    produce(backend, topic);
    await("all are begun").atMost(SOON).until(() -> handled.size() == PARTITIONS);
    try (Admin admin = admin(backend)) {
      admin
          .removeMembersFromConsumerGroup(
              "group-of-" + topic, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
    }
    await("all are begun again, by a new membership")
        .atMost(SOON)
        .until(() -> handled.values().stream().allMatch(count -> count.get() == 2));
    begun.forEach(Slot::complete);
    await("all are committed, once")
        .atMost(SOON)
        .until(() -> committed(backend, topic) == PARTITIONS);
    member.stop();

    assertThat(member.openWeight()).as("weight still held").isZero();
  }

  /** Heartbeats are sent by another thread than the one that waits for the work to be done. */
  @Test
  void staysAMemberWhileItDrainsForLongerThanItsSession(KafkaBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "drained", PARTITIONS);
    WindowedConsumer first = consumer(backend, topic);
    first.start();
    produce(backend, topic);
    await("all are begun").atMost(SOON).until(() -> handled.size() == PARTITIONS);
    WindowedConsumer second = consumer(backend, topic);
    second.start();
    await("both are members").atMost(SOON).until(() -> members(backend, topic) == 2);
    await("both are members for longer than a session")
        .during(SESSION.plusSeconds(2))
        .atMost(SOON)
        .until(() -> members(backend, topic) == 2);
    begun.forEach(Slot::complete);
    await("all are committed").atMost(SOON).until(() -> committed(backend, topic) == PARTITIONS);
    first.stop();
    second.stop();

    assertThat(handled.values()).extracting(AtomicInteger::get).as("times begun").containsOnly(1);
  }

  private WindowedConsumer consumer(KafkaBackend backend, String topic) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                backend.bootstrapServers(),
                "group.protocol",
                "classic",
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName(),
                "session.timeout.ms",
                (int) SESSION.toMillis(),
                "heartbeat.interval.ms",
                1_000,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
    return new WindowedConsumer(
        "test",
        new WindowProperties(
            List.of(topic), "group-of-" + topic, 40, 0, Duration.ofMillis(50), SOON),
        config,
        _ -> () -> {},
        () ->
            new RecordHandler() {
              @Override
              public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
                slot.weigh(1);
                if (slot.begin()) {
                  begun.add(slot);
                  handled
                      .computeIfAbsent(
                          record.partition() + "/" + record.offset(), _ -> new AtomicInteger())
                      .incrementAndGet();
                }
              }

              @Override
              public void failed(
                  ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot) {
                throw new AssertionError("no record fails here", failure);
              }
            },
        new UnknownProgress(),
        List::of,
        new KafkaProbe(Map.of("bootstrap.servers", backend.bootstrapServers())));
  }

  /** One record into each partition. */
  private static void produce(KafkaBackend backend, String topic) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        var _ = producer.send(new ProducerRecord<>(topic, partition, null, new byte[10]));
      }
    }
  }

  private static int members(KafkaBackend backend, String topic) throws Exception {
    try (Admin admin = admin(backend)) {
      return admin
          .describeConsumerGroups(List.of("group-of-" + topic))
          .all()
          .get()
          .values()
          .stream()
          .mapToInt(group -> group.members().size())
          .sum();
    }
  }

  private static long committed(KafkaBackend backend, String topic) throws Exception {
    try (Admin admin = admin(backend)) {
      return admin
          .listConsumerGroupOffsets("group-of-" + topic)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  private static Admin admin(KafkaBackend backend) {
    return Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()));
  }
}
