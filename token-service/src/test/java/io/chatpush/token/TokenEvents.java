package io.chatpush.token;

import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroSerializer;
import io.chatpush.testing.KafkaBackend;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes device-token events as dispatch-service does. */
final class TokenEvents implements AutoCloseable {

  private final KafkaProducer<String, byte[]> producer;
  private final AvroSerializer values = new AvroSerializer();

  TokenEvents(KafkaBackend backend) {
    values.configure(Map.of("schema.registry.url", backend.registryUrl()), false);
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, backend.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** FCM says now that it does not know {@code address}, whose name as a code is the reason. */
  void retired(String user, String device, String address) {
    DeviceTokenEvent event =
        DeviceTokenEvent.newBuilder()
            .setEventType(DeviceTokenEventType.RETIRED)
            .setAppId("demo")
            .setUserId(user)
            .setDeviceId(device)
            .setAddressType(AddressType.TOKEN)
            .setAddressValue(address)
            .setReason(address.replace('-', '_'))
            .setOccurredAt(Instant.now())
            .build();
    send(device, values.serialize(Topics.DEVICE_TOKEN_EVENTS, event));
  }

  /** Somebody writes what is no event. */
  void undecodable(String device) {
    send(device, new byte[] {1, 2, 3});
  }

  private void send(String device, byte @Nullable [] value) {
    try {
      var _ =
          producer
              .send(
                  new ProducerRecord<>(
                      Topics.DEVICE_TOKEN_EVENTS, RecordKeys.device("demo", device), value))
              .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take the event", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
