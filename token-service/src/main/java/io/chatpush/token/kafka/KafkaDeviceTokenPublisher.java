package io.chatpush.token.kafka;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceTokenPublisher;
import java.util.concurrent.CompletableFuture;

/**
 * Writes changes to {@code push.device-token-events}, keyed by device, so that what happens to one
 * device keeps its order.
 */
final class KafkaDeviceTokenPublisher implements DeviceTokenPublisher {

  private final EventSender events;

  KafkaDeviceTokenPublisher(EventSender events) {
    this.events = events;
  }

  @Override
  public CompletableFuture<Void> publish(DeviceChange change) {
    return events.send(
        RecordKeys.device(change.app().value(), change.device().value()),
        DeviceTokenEvents.of(change));
  }
}
