package io.chatpush.token.kafka;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Waits for the schema registry by doing what the first request would do: serialize an event with
 * the producer's own serializer, whatever class, login or list of registries it is set to. From
 * then on the id of the schema is cached, and serializing touches no network.
 */
final class SchemasStep implements StartupStep {

  private final Serializer<Object> serializer;

  SchemasStep(Serializer<Object> serializer) {
    this.serializer = serializer;
  }

  @Override
  public String waitingFor() {
    return "the schema of " + Topics.DEVICE_TOKEN_EVENTS + " in the schema registry";
  }

  @Override
  public void attempt() {
    DeviceTokenEvent anyEvent =
        DeviceTokenEvent.newBuilder()
            .setEventType(DeviceTokenEventType.REMOVED)
            .setAppId("-")
            .setUserId("-")
            .setDeviceId("-")
            .setOccurredAt(Instant.EPOCH)
            .build();
    var _ = serializer.serialize(Topics.DEVICE_TOKEN_EVENTS, anyEvent);
  }
}
