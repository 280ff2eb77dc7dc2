package io.chatpush.benchmark.pipeline;

import io.chatpush.benchmark.process.Report;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroSerializer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes chat events at a rate of pushes, whatever becomes of them: an event is sent when it is
 * due, and says that it was sent then even if this process was late. So a pipeline that falls
 * behind is seen to, and so is a load that does.
 */
final class ChatLoad implements AutoCloseable {

  /** The longest nap between two events: shorter than their timestamps can tell. */
  private static final long LONGEST_NAP_NANOS = 500_000;

  private final String bootstrapServers;
  private final String registryUrl;
  private final Population population;
  private final KafkaProducer<String, Object> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Callback onAnswer =
      (metadata, problem) -> {
        if (problem != null) {
          failure.compareAndSet(null, problem);
        }
      };

  ChatLoad(String bootstrapServers, String registryUrl, Population population) {
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.population = population;
    AvroSerializer values = new AvroSerializer();
    values.configure(Map.of("schema.registry.url", registryUrl), false);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "lz4",
                "linger.ms",
                2,
                "batch.size",
                128 * 1024),
            new StringSerializer(),
            values);
  }

  /** Registers every device by an event, and returns when the join can look all of them up. */
  void register() throws InterruptedException {
    for (int device = 0; device < population.devices(); device++) {
      DeviceTokenEvent event = population.registration(device, Instant.now());
      publish(
          Topics.DEVICE_TOKEN_EVENTS,
          RecordKeys.device(event.getAppId(), event.getDeviceId()),
          event);
    }
    flush();
    UserDevices.await(bootstrapServers, population.devices());
  }

  /** Sends, tells when it begins and ends to count, and returns when no more outcomes come. */
  LoadFigures run(LoadOrder order) throws InterruptedException {
    try (OutcomeTally tally = new OutcomeTally(bootstrapServers, registryUrl)) {
      long beginNanos = System.nanoTime();
      Instant begin = Instant.now();
      long windowNanos = TimeUnit.MILLISECONDS.toNanos(order.warmUpMillis());
      long endNanos = windowNanos + TimeUnit.MILLISECONDS.toNanos(order.millis());
      boolean counts = false;
      long pushes = 0;
      long pushesInWindow = 0;
      long due = 0;
      CompletableFuture<Void> announced = CompletableFuture.completedFuture(null);
      for (long event = 0; ; event++) {
        if (!counts && due >= windowNanos) {
          napUntil(beginNanos + windowNanos);
          counts = true;
          Report.event(Report.BEGIN);
          announced = CompletableFuture.runAsync(() -> announce(order));
        }
        if (due >= endNanos) {
          break;
        }
        napUntil(beginNanos + due);
        ChatMessageEvent message = population.event(order.run(), event, begin.plusNanos(due));
        publish(Topics.CHAT_MESSAGES, message.getChannelId(), message);
        int caused = population.pushes(event);
        due += (long) (caused * 1e9 / rateAt(due, windowNanos, order.perSecond()));
        pushes += caused;
        pushesInWindow += counts ? caused : 0;
      }
      napUntil(beginNanos + endNanos);
      Report.event(Report.END);
      announced.join();
      flush();
      return tally.count(
          order.run(),
          pushes + (long) order.announcements() * population.pushesOfAnnouncement(),
          pushesInWindow,
          begin.plusNanos(windowNanos),
          begin.plusNanos(endNanos));
    }
  }

  /** All at once, and beside the conversations: they are not to be late for it. */
  private void announce(LoadOrder order) {
    for (int event = 0; event < order.announcements(); event++) {
      ChatMessageEvent message = population.announcement(order.run(), event, Instant.now());
      publish(Topics.CHAT_MESSAGES, message.getChannelId(), message);
    }
  }

  /**
   * The full rate in what counts and a third of the warm-up before; until then it rises, from a
   * tenth. A cold JVM holds a fifth of what it holds later, and what it owes from then would be
   * measured instead of the rate.
   */
  static double rateAt(long nanos, long warmUpNanos, int perSecond) {
    double risen = warmUpNanos == 0 ? 1 : Math.min(1, nanos / (warmUpNanos * 2.0 / 3));
    return perSecond * (0.1 + 0.9 * risen);
  }

  private static void napUntil(long nanos) throws InterruptedException {
    long left;
    while ((left = nanos - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, LONGEST_NAP_NANOS));
    }
  }

  private void publish(String topic, String key, Object value) {
    var _ = producer.send(new ProducerRecord<>(topic, key, value), onAnswer);
    requireNoFailure();
  }

  private void flush() {
    producer.flush();
    requireNoFailure();
  }

  private void requireNoFailure() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("Kafka did not take a record", problem);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
