package io.chatpush.token.ownership;

import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.UserDeviceHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what {@link DeviceOwnership} decides, in the order of a device's events, and looks
 * through all devices again and again for those that have not been heard of.
 */
final class OwnershipProcessor
    extends ContextualProcessor<String, @Nullable DeviceTokenEvent, String, OwnershipOutput> {

  /** Key {@code app|device}, as of the events. */
  static final String STORE = "device-owners";

  private final OwnershipProperties properties;
  private final RefusalLimit refusals;
  private final OwnershipMeters meters;
  private final BadRecords bad;

  private @Nullable StoreSweep<DeviceOwner> sweep;
  private long stale;

  OwnershipProcessor(OwnershipProperties properties, OwnershipMeters meters, BadRecords bad) {
    this.properties = properties;
    this.refusals = properties.refusalLimit();
    this.meters = meters;
    this.bad = bad;
  }

  @Override
  public void init(ProcessorContext<String, OwnershipOutput> context) {
    super.init(context);
    sweep = new StoreSweep<>(owners());
    var _ =
        context.schedule(StoreSweep.INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::lookThrough);
  }

  @Override
  public void process(Record<String, @Nullable DeviceTokenEvent> record) {
    DeviceTokenEvent event = record.value();
    RecordMetadata place =
        context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("an event comes from a topic"));
    if (event == null || !isKeyOf(event, record.key())) {
      // Under another key it is in another partition, whose task does not know who owns the device.
      bad.misplaced(place.topic(), place.partition(), place.offset());
      return;
    }
    long offset = place.offset();
    DeviceOwner current = owners().get(record.key());
    OwnershipChange change =
        DeviceOwnership.after(current, event, offset, record.timestamp(), refusals);
    if (change.owner() != null) {
      if (!change.owner().equals(current)) {
        owners().put(record.key(), change.owner());
      }
    } else if (current != null) {
      var _ = owners().delete(record.key());
    }
    meters.changed(current, change.owner());
    passOn(change, event.getAppId(), event.getDeviceId(), record.timestamp());
  }

  @Override
  public void close() {
    meters.forget(context().taskId());
  }

  private void lookThrough(long now) {
    if (sweep == null) {
      return;
    }
    boolean all = sweep.next(now, (key, owner) -> look(key, owner, now));
    if (all) {
      meters.stale(context().taskId(), stale);
      stale = 0;
    }
  }

  private void look(String key, DeviceOwner owner, long now) {
    StoredKeys.Device device = StoredKeys.device(key);
    if (device == null
        || !StoredKeys.areIds(device.appId(), owner.getUserId(), device.deviceId())) {
      // Somebody else has written the topic from which the store was restored.
      bad.unusable(OwnershipMeters.Unusable.STATE, STORE);
      return;
    }
    Duration unheardOf = Duration.between(owner.getRefreshedAt(), Instant.ofEpochMilli(now));
    if (unheardOf.compareTo(properties.retireAfter()) > 0) {
      var _ = owners().delete(key);
      meters.changed(owner, null);
      passOn(
          DeviceOwnership.unseen(owner, device.appId(), device.deviceId()),
          device.appId(),
          device.deviceId(),
          now);
    } else if (unheardOf.compareTo(properties.staleAfter()) > 0) {
      stale++;
    }
  }

  private void passOn(OwnershipChange change, String appId, String deviceId, long at) {
    for (OwnershipChange.Row row : change.rows()) {
      RecordHeaders headers = new RecordHeaders();
      String reason = row.reason();
      if (reason != null) {
        headers.add(UserDeviceHeaders.REASON, reason.getBytes(StandardCharsets.UTF_8));
      }
      String key = RecordKeys.userDevice(appId, row.userId(), deviceId);
      context().forward(new Record<>(key, new OwnershipOutput.Device(row.device()), at, headers));
    }
    for (OwnershipChange.Claim claim : change.claims()) {
      String key = AddressKeys.claimKey(appId, claim.addressKey());
      context().forward(new Record<>(key, new OwnershipOutput.Address(claim.claim()), at));
    }
    meters.decided(change.result());
  }

  private KeyValueStore<String, DeviceOwner> owners() {
    return context().getStateStore(STORE);
  }

  private static boolean isKeyOf(DeviceTokenEvent event, @Nullable String key) {
    return RecordKeys.device(event.getAppId(), event.getDeviceId()).equals(key);
  }
}
