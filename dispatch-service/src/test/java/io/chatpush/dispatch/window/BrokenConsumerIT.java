package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.supervision.Condition;
import io.chatpush.supervision.KafkaProbe;
import io.chatpush.testing.InterruptibleBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a windowed consumer reports when it is broken, and that it works again when replaced. */
@ExtendWith(KafkaBackendExtension.class)
@Tag("faults")
class BrokenConsumerIT {

  private static final int PARTITIONS = 2;
  private static final int RECORDS = 20;
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final AtomicInteger handlers = new AtomicInteger();
  private final AtomicInteger meters = new AtomicInteger();
  private final AtomicBoolean registryAnswers = new AtomicBoolean(true);

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void isReplacedAfterAnErrorInARebalance(String protocol, InterruptibleBackend backend)
      throws Exception {
    String topic = TestTopics.create(backend, "broken", PARTITIONS);
    produce(backend, topic);
    WindowedConsumer consumer = consumer(backend, topic, protocol, true);
    assertThat(consumer.condition()).isEqualTo(Condition.NOT_RUNNING);
    consumer.start();
    await("it reports that it has ended")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(consumer.condition()).isInstanceOf(Condition.Ended.class));
    assertThat(consumer.hasJoined()).isFalse();
    assertThat(consumer.outsideCause()).as("Kafka is there").isEmpty();

    consumer.heal();
    await("all records are handled").atMost(SOON).until(() -> handled.size() == RECORDS);
    await("it works again")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(consumer.condition()).isEqualTo(Condition.WORKING));
    assertThat(consumer.hasJoined()).isTrue();
    consumer.stop();
    assertThat(consumer.condition()).isEqualTo(Condition.NOT_RUNNING);
    consumer.heal();
    assertThat(consumer.hasJoined()).as("it is not started again after the stop").isFalse();
    assertThat(meters).as("meters of consumers that are left").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void namesABrokerThatIsAwayAndGoesOnWithoutBeingReplaced(
      String protocol, InterruptibleBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "away", PARTITIONS);
    WindowedConsumer consumer = consumer(backend, topic, protocol, false);
    consumer.start();
    await("it has joined").atMost(SOON).until(consumer::hasJoined);
    backend.stopBroker();
    try {
      await("the cause is known")
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(consumer.outsideCause())
                  .hasValueSatisfying(cause -> assertThat(cause).contains("does not answer")));
    } finally {
      backend.startBroker();
    }
    produce(backend, topic);
    await("all records are handled").atMost(SOON).until(() -> handled.size() == RECORDS);
    await("it works").atMost(SOON).until(() -> consumer.condition().equals(Condition.WORKING));
    assertThat(handlers).as("consumers that were made").hasValue(1);
    consumer.stop();
  }

  /** Health must tell of it with and without other traffic, and no restart may be tried. */
  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void namesARecordThatWaitsForTheRegistryWhileOthersAreDone(
      String protocol, InterruptibleBackend backend) throws Exception {
    String topic = TestTopics.create(backend, "held", PARTITIONS);
    registryAnswers.set(false);
    produce(backend, topic);
    WindowedConsumer consumer = consumer(backend, topic, protocol, false);
    consumer.start();
    await("all records but one are handled")
        .atMost(SOON)
        .until(() -> handled.size() == RECORDS - 1);
    await("the record is named")
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(consumer.condition())
                .isInstanceOfSatisfying(
                    Condition.Stuck.class,
                    stuck -> assertThat(stuck.reason()).contains(topic + "-0", "at offset 0")));
    assertThat(consumer.outsideCause())
        .hasValueSatisfying(cause -> assertThat(cause).contains("the registry does not answer"));
    registryAnswers.set(true);
    await("the record is handled, too").atMost(SOON).until(() -> handled.size() == RECORDS);
    await("it works").atMost(SOON).until(() -> consumer.condition().equals(Condition.WORKING));
    assertThat(consumer.outsideCause()).isEmpty();
    assertThat(handlers).as("consumers that were made").hasValue(1);
    consumer.stop();
  }

  private WindowedConsumer consumer(
      InterruptibleBackend backend, String topic, String protocol, boolean breaksOnce) {
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
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
    return new WindowedConsumer(
        "test",
        new WindowProperties(
            List.of(topic),
            "group-of-" + topic,
            40,
            0,
            Duration.ofMillis(50),
            Duration.ofSeconds(5)),
        config,
        _ -> {
          meters.incrementAndGet();
          return meters::decrementAndGet;
        },
        () -> new Handler(handlers.getAndIncrement() == 0 && breaksOnce),
        new UnknownProgress(),
        List::of,
        new KafkaProbe(Map.of("bootstrap.servers", backend.bootstrapServers())));
  }

  private final class Handler implements RecordHandler {

    private final boolean breaks;

    private Handler(boolean breaks) {
      this.breaks = breaks;
    }

    @Override
    public void assigned(TopicPartition partition) {
      if (breaks) {
        throw new StackOverflowError("on purpose");
      }
    }

    @Override
    public boolean mayPass(Throwable failure) {
      return true;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
      if (record.partition() == 0 && record.offset() == 0 && !registryAnswers.get()) {
        throw new SerializationException("the registry does not answer");
      }
      slot.weigh(1);
      if (slot.begin()) {
        handled.add(record.partition() + "/" + record.offset());
        slot.complete();
      }
    }

    @Override
    public void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot) {
      throw new AssertionError("no record fails here", failure);
    }
  }

  private static void produce(InterruptibleBackend backend, String topic) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        var _ = producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, new byte[10]));
      }
    }
  }
}
