package io.chatpush.token.ownership;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code push.device-token-events} in, {@code push.user-devices} out, with who owns a device in
 * between. All events of a device are in one partition, so one task sees them in their order; the
 * old owner's tombstone and the new owner's device go out in one transaction.
 */
final class OwnershipTopology {

  private OwnershipTopology() {}

  /**
   * @param serde writes and reads all records of the contract
   */
  static void addTo(StreamsBuilder builder, Serde<Object> serde, OwnershipMeters meters) {
    Serde<DeviceTokenEvent> events =
        RecordSerde.of(DeviceTokenEvent.class, Topics.DEVICE_TOKEN_EVENTS, serde);
    Serde<UserDevice> devices = RecordSerde.of(UserDevice.class, Topics.USER_DEVICES, serde);
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(OwnershipProcessor.STORE), Serdes.String(), devices));
    builder.stream(Topics.DEVICE_TOKEN_EVENTS, Consumed.with(Serdes.String(), events))
        .process(() -> new OwnershipProcessor(meters), OwnershipProcessor.STORE)
        .to(Topics.USER_DEVICES, Produced.with(Serdes.String(), devices, new UserPartitioner<>()));
  }
}
