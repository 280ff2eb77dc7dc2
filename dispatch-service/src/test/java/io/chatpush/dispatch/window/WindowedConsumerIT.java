package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.supervision.KafkaProbe;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Windows over a real broker: what is handed over between members is neither lost nor done twice.
 */
@ExtendWith(KafkaBackendExtension.class)
class WindowedConsumerIT {

  private static final int PARTITIONS = 4;
  private static final Duration SOON = Duration.ofSeconds(60);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
  private final AtomicInteger recalled = new AtomicInteger();

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void losesAndRepeatsNothingWhenMembersComeAndGo(String protocol, KafkaBackend backend)
      throws Exception {
    int records = 3_000;
    String topic = TestTopics.create(backend, "window", PARTITIONS);
    String other = TestTopics.create(backend, "window-too", PARTITIONS);
    produce(backend, topic, records / 2);
    produce(backend, other, records / 2);
    WindowedConsumer first = consumer(backend, List.of(topic, other), protocol, 0);
    WindowedConsumer second = consumer(backend, List.of(topic, other), protocol, 0);
    first.start();
    await("the first member works").atMost(SOON).until(() -> done.size() > 300);
    second.start();
    await("both have worked").atMost(SOON).until(() -> done.size() > 1_000);
    first.stop();
    await("the second member does the rest").atMost(SOON).until(() -> done.size() == records);
    second.stop();

    assertThat(first.openWeight() + second.openWeight()).as("weight still held").isZero();
    assertThat(done.values().stream().mapToInt(AtomicInteger::get).sum())
        .as("work done in all, repeats included")
        .isEqualTo(records);
    assertThat(committed(backend, topic)).as("committed in all partitions").isEqualTo(records);
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void beginsBehindWhatWasCommittedAndShowsWhatCameBefore(String protocol, KafkaBackend backend)
      throws Exception {
    String topic = TestTopics.create(backend, "recall", PARTITIONS);
    produce(backend, topic, 200);
    WindowedConsumer before = consumer(backend, List.of(topic), protocol, 10);
    before.start();
    await("all done").atMost(SOON).until(() -> done.size() == 200);
    before.stop();
    assertThat(recalled).as("nothing was committed before").hasValue(0);

    WindowedConsumer after = consumer(backend, List.of(topic), protocol, 10);
    after.start();
    await("the last ten of each partition are shown again")
        .atMost(SOON)
        .until(() -> recalled.get() == 10 * PARTITIONS);
    produce(backend, topic, 100);
    await("new records are done").atMost(SOON).until(() -> committed(backend, topic) == 300);
    after.stop();
    assertThat(done.values().stream().mapToInt(AtomicInteger::get).sum())
        .as("work done in all")
        .isEqualTo(300);
  }

  private WindowedConsumer consumer(
      KafkaBackend backend, List<String> topics, String protocol, int lookBack) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                backend.bootstrapServers(),
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                50,
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
    if (protocol.equals("classic")) {
      config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    }
    WindowProperties properties =
        new WindowProperties(
            topics,
            "group-of-" + topics.getFirst(),
            40,
            lookBack,
            Duration.ofMillis(50),
            Duration.ofSeconds(10));
    return new WindowedConsumer(
        "test",
        properties,
        config,
        _ -> () -> {},
        () ->
            new RecordHandler() {
              @Override
              public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
                // In order, as delivery begins its sends; they end in any order, one in twenty
                // late.
                slot.weigh(1);
                if (slot.begin()) {
                  int millis =
                      ThreadLocalRandom.current().nextInt(20) == 0
                          ? 200
                          : ThreadLocalRandom.current().nextInt(10);
                  var _ = timer.schedule(() -> finish(record, slot), millis, TimeUnit.MILLISECONDS);
                }
              }

              @Override
              public void failed(
                  ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot) {
                throw new AssertionError("no record fails here", failure);
              }

              @Override
              public void recall(ConsumerRecord<byte[], byte[]> record) {
                recalled.incrementAndGet();
              }
            },
        new UnknownProgress(),
        List::of,
        new KafkaProbe(Map.of("bootstrap.servers", backend.bootstrapServers())));
  }

  private void finish(ConsumerRecord<byte[], byte[]> record, Slot slot) {
    done.computeIfAbsent(
            record.topic() + "/" + record.partition() + "/" + record.offset(),
            k -> new AtomicInteger())
        .incrementAndGet();
    slot.complete();
  }

  private static void produce(KafkaBackend backend, String topic, int count) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    topic, i % PARTITIONS, null, ("" + i).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private static long committed(KafkaBackend backend, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrapServers()))) {
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
}
