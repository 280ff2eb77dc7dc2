package io.chatpush.token.ownership;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.token.ownership.Ownership.Ended;
import io.chatpush.token.ownership.Ownership.Moved;
import io.chatpush.token.ownership.Ownership.Owned;
import io.chatpush.token.ownership.Ownership.Unchanged;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Carries out what {@link DeviceOwnership} decides: in the store, and in the table of devices. */
final class OwnershipProcessor
    extends ContextualProcessor<String, @Nullable DeviceTokenEvent, String, @Nullable UserDevice> {

  /** Key {@code app|device}, as of the events. */
  static final String STORE = "owners";

  private final OwnershipMeters meters;

  OwnershipProcessor(OwnershipMeters meters) {
    this.meters = meters;
  }

  @Override
  public void process(Record<String, @Nullable DeviceTokenEvent> record) {
    DeviceTokenEvent event = record.value();
    if (event == null || !isKeyOf(event, record.key())) {
      // Under another key it is in another partition, where nobody knows who owns the device.
      meters.misplaced();
      return;
    }
    KeyValueStore<String, UserDevice> owners = context().getStateStore(STORE);
    Ownership ownership = DeviceOwnership.after(owners.get(record.key()), event);
    switch (ownership) {
      case Owned owned -> {
        owners.put(record.key(), owned.device());
        upsert(record, owned.device());
      }
      case Moved moved -> {
        owners.put(record.key(), moved.after());
        end(record, moved.before());
        upsert(record, moved.after());
      }
      case Ended ended -> {
        var _ = owners.delete(record.key());
        end(record, ended.device());
      }
      case Unchanged _ -> {}
    }
    meters.decided(ownership);
  }

  private static boolean isKeyOf(DeviceTokenEvent event, @Nullable String key) {
    return RecordKeys.device(event.getAppId(), event.getDeviceId()).equals(key);
  }

  private void upsert(Record<String, @Nullable DeviceTokenEvent> cause, UserDevice device) {
    context().forward(cause.withKey(keyOf(device)).withValue(device));
  }

  private void end(Record<String, @Nullable DeviceTokenEvent> cause, UserDevice device) {
    context().forward(cause.withKey(keyOf(device)).withValue(null));
  }

  private static String keyOf(UserDevice device) {
    return RecordKeys.userDevice(device.getAppId(), device.getUserId(), device.getDeviceId());
  }
}
