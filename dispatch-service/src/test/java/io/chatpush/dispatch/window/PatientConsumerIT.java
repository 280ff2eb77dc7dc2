package io.chatpush.dispatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KafkaBackendExtension.class)
class PatientConsumerIT {

  private static final int RECORDS = 100;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration MOMENT = Duration.ofMillis(100);

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void restsWhilePartitionsArePausedAndLosesNothing(String protocol, KafkaBackend backend)
      throws Exception {
    String topic = TestTopics.create(backend, "patience", 1);
    produce(backend, topic);
    try (PatientConsumer consumer =
        new PatientConsumer(
            Map.of(
                "bootstrap.servers",
                backend.bootstrapServers(),
                "group.id",
                "patience-" + protocol + topic,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                1))) {
      consumer.subscribe(List.of(topic));
      AtomicInteger received = new AtomicInteger();
      await("the first record, with the others in the consumer's buffer")
          .pollInSameThread()
          .until(() -> received.addAndGet(consumer.poll(MOMENT).count()) > 0);

      consumer.pause(consumer.assignment());
      Duration before = cpuTime();
      int whilePaused = consumer.poll(PAUSE).count();
      Duration used = cpuTime().minus(before);

      assertThat(whilePaused).as("records of a paused partition").isZero();
      assertThat(used)
          .as("CPU time of a poll that waits for %s", PAUSE)
          .isLessThan(PAUSE.dividedBy(3));
      consumer.resume(consumer.paused());
      await("all records")
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1)) // a poll yields one
          .until(() -> received.addAndGet(consumer.poll(MOMENT).count()) == RECORDS);
    }
  }

  private static Duration cpuTime() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  private static void produce(KafkaBackend backend, String topic) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", backend.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        var _ = producer.send(new ProducerRecord<>(topic, new byte[10]));
      }
    }
  }
}
