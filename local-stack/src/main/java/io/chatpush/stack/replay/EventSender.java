package io.chatpush.stack.replay;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.stack.launch.LocalApp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Publishes the messages of a log as chat events, each when it is due. */
final class EventSender implements AutoCloseable {

  /** What an event may carry by the contract. */
  static final int MOST_RECIPIENTS = 1_000;

  /** Longer than any replay: late is not lost. */
  private static final Duration LIFETIME = Duration.ofDays(1);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  /** Kafka's default. */
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

  private final KafkaProducer<String, Object> producer;
  private final Clock clock;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  EventSender(Map<String, Object> kafka, String registryUrl, Clock clock) {
    this(kafka, registryUrl, clock, DELIVERY_TIMEOUT);
  }

  /**
   * @param kafka how to reach the broker
   * @param patience how long Kafka may take to acknowledge an event before sending fails
   */
  EventSender(Map<String, Object> kafka, String registryUrl, Clock clock, Duration patience) {
    this.clock = clock;
    AvroSerializer values = new AvroSerializer();
    values.configure(Map.of("schema.registry.url", registryUrl), false);
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("compression.type", "lz4");
    settings.put("linger.ms", 2);
    settings.put("delivery.timeout.ms", Math.toIntExact(patience.toMillis()));
    settings.put("max.block.ms", patience.toMillis());
    producer = new KafkaProducer<>(settings, new StringSerializer(), values);
  }

  /** How many events Kafka has acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /**
   * Sends every message of a log and returns when Kafka has all of them.
   *
   * @param ledger is told of each before it is sent
   * @param runId makes message ids of this run unique
   * @throws CommandException when Kafka does not take one
   */
  void send(ChatLog log, Pace pace, String runId, PushLedger ledger) throws InterruptedException {
    long begin = System.nanoTime();
    long index = 0;
    for (ChatLog.Message message : log.messages()) {
      long wait = pace.due(index, message.at()).toNanos() - (System.nanoTime() - begin);
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      String id = runId + "-" + (message.id() == null ? Long.toString(index) : message.id());
      send(message, id, ledger);
      index++;
    }
    flush();
  }

  /**
   * Sends one message; Kafka acknowledges it later.
   *
   * @param id of the message, unique among all runs
   * @param ledger is told of it before it is sent
   * @throws CommandException when Kafka did not take this one or one before
   */
  void send(ChatLog.Message message, String id, PushLedger ledger) {
    ledger.expect(id, message.type(), message.channel(), message.sender());
    for (ChatMessageEvent event : events(message, id, clock.instant())) {
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.CHAT_MESSAGES, event.getChannelId(), event),
              (metadata, problem) -> {
                if (problem == null) {
                  acknowledged.incrementAndGet();
                } else {
                  failure.compareAndSet(null, problem);
                }
              });
    }
    requireNoFailure();
  }

  /**
   * Returns when Kafka has everything that was sent.
   *
   * @throws CommandException when it did not take all
   */
  void flush() {
    producer.flush();
    requireNoFailure();
  }

  /** One event, or several with the same id where the audience is larger than one may have. */
  static List<ChatMessageEvent> events(ChatLog.Message message, String id, Instant now) {
    List<String> recipients = message.recipients();
    int parts = Math.max(1, Math.ceilDiv(recipients.size(), MOST_RECIPIENTS));
    return IntStream.range(0, parts)
        .mapToObj(part ->
            recipients.subList(
                part * MOST_RECIPIENTS, Math.min(recipients.size(), (part + 1) * MOST_RECIPIENTS)))
        .map(some -> event(message, id, now, some))
        .toList();
  }

  private static ChatMessageEvent event(
      ChatLog.Message message, String id, Instant now, List<String> recipients) {
    return ChatMessageEvent.newBuilder()
        .setAppId(LocalApp.ID)
        .setMessageId(id)
        .setEventType(message.type())
        .setChannelId(message.channel().id())
        .setChannelName(message.channel().name())
        .setSenderId(message.sender())
        .setSenderName(message.senderName())
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.copyOf(recipients))
        .setMentions(message.mentions())
        .setBody(message.text())
        .setMedia(message.media())
        .setMediaCount(message.mediaCount())
        .setReaction(message.reaction())
        .setPriority(MessagePriority.HIGH)
        .setSentAt(now)
        .setExpiresAt(now.plus(LIFETIME))
        .build();
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT); // all was flushed, or Kafka is away
  }

  private void requireNoFailure() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new CommandException(
          "Kafka did not take an event: " + problem.getMessage() + " Is the stack up?", problem);
    }
  }
}
