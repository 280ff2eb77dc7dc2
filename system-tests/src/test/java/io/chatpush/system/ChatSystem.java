package io.chatpush.system;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.stack.launch.LocalApp;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A chat system: it publishes what is said. Of the events it makes, tests change what they are
 * about.
 */
final class ChatSystem implements AutoCloseable {

  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(60);

  private final AvroSerializer avro = new AvroSerializer();
  private final KafkaProducer<String, byte[]> producer;
  private final Clock clock = Clock.systemUTC();

  ChatSystem(SystemUnderTest stack) {
    avro.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
    producer =
        new KafkaProducer<>(stack.chatSystem(), new StringSerializer(), new ByteArraySerializer());
  }

  /** A message with a text of its own from somebody to others, in a channel of its own. */
  ChatMessageEvent aMessage(String sender, Collection<String> recipients) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return ChatMessageEvent.newBuilder()
        .setAppId(LocalApp.ID)
        .setMessageId(Phone.unique("message"))
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setChannelId(Phone.unique("channel"))
        .setChannelName("#garden")
        .setSenderId(sender)
        .setSenderName("Sender")
        .setAudience(Audience.EXPLICIT)
        .setRecipients(List.copyOf(recipients))
        .setBody(Secrets.secret(Phone.unique("The soup is ready")))
        .setPriority(MessagePriority.HIGH)
        .setSentAt(now)
        .build();
  }

  /** A message of somebody without a phone. */
  ChatMessageEvent aMessageTo(String... recipients) {
    return aMessage(Phone.somebody(), List.of(recipients));
  }

  /** The bytes that an event has on its topic. */
  byte[] encode(ChatMessageEvent event) {
    return Objects.requireNonNull(avro.serialize(Topics.CHAT_MESSAGES, event));
  }

  /** Publishes an event and returns when Kafka has it. */
  RecordMetadata publish(ChatMessageEvent event) throws InterruptedException {
    return send(new ProducerRecord<>(Topics.CHAT_MESSAGES, event.getChannelId(), encode(event)));
  }

  /** Publishes any bytes, as chat systems do that have a fault. */
  RecordMetadata publish(int partition, String key, byte[] value, Header... headers)
      throws InterruptedException {
    return send(
        new ProducerRecord<>(Topics.CHAT_MESSAGES, partition, key, value, List.of(headers)));
  }

  static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }

  private RecordMetadata send(ProducerRecord<String, byte[]> message) throws InterruptedException {
    try {
      return producer.send(message).get(ACKNOWLEDGED_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("Kafka did not take a chat event", e);
    }
  }
}
