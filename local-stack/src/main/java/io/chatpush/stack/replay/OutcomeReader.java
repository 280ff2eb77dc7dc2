package io.chatpush.stack.replay;

import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows {@code push.outcomes} from where it ended when this was made, in a thread of its own. */
final class OutcomeReader implements AutoCloseable {

  /** Between two attempts to have a schema from a registry that is away. */
  private static final Duration REGISTRY_PAUSE = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AvroDeserializer values = new AvroDeserializer();
  private final PushLedger ledger;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Exception failure = new IllegalStateException("reading goes on");
  private volatile boolean failed;

  /**
   * @param kafka how to reach the broker
   */
  OutcomeReader(Map<String, Object> kafka, String registryUrl, PushLedger ledger) {
    this.ledger = ledger;
    values.configure(Map.of("schema.registry.url", registryUrl), false);
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("max.poll.records", 5_000);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.PUSH_OUTCOMES).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seekToEnd is lazy: find the ends now
    thread = Thread.ofPlatform().name("outcomes").start(this::run);
  }

  /** Fails with what has stopped the reading, if anything has. */
  void requireAlive() {
    if (failed) {
      throw new IllegalStateException("Cannot read " + Topics.PUSH_OUTCOMES, failure);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofSeconds(1))) {
          if (decoded(entry) instanceof PushOutcome outcome) {
            record(outcome);
          }
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (InterruptedException | RuntimeException e) {
      failure = e;
      failed = true;
    }
  }

  /** The outcome, or null for what somebody else wrote there that is not Avro. */
  private @Nullable Object decoded(ConsumerRecord<byte[], byte[]> entry)
      throws InterruptedException {
    while (true) {
      try {
        return values.deserialize(entry.topic(), entry.headers(), entry.value());
      } catch (RegistryUnavailableException e) {
        if (closed.await(REGISTRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new WakeupException();
        }
      } catch (SerializationException e) {
        return null;
      }
    }
  }

  private void record(PushOutcome outcome) {
    ChatMessageRef message = outcome.getMessage();
    PushTarget target = outcome.getTarget();
    PushCause cause = outcome.getCause();
    ledger.record(
        UUID.fromString(target.getPushId()),
        message.getMessageId(),
        target.getUserId(),
        target.getDeviceId(),
        outcome.getOutcome(),
        cause == null ? null : cause.getReason(),
        Duration.between(message.getSentAt(), outcome.getDecidedAt()).toMillis());
  }
}
