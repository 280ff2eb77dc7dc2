package io.chatpush.token.ownership;

import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.UserDeviceHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what {@link DeviceOwnership} decides, in the order of a device's events, and looks
 * through all devices again and again for those that have not been heard of.
 */
final class OwnershipProcessor
    extends ContextualProcessor<String, @Nullable DeviceTokenEvent, String, OwnershipOutput> {

  /** Key {@code app|device|user}, see {@link StoredKeys#owner(String, String)}. */
  static final String STORE = "device-owners";

  /**
   * How many registrations with the same device id are looked at for one that has the same address.
   * A phone has as many as people share it. Where there are more, one that is not looked at ends
   * through the claims of its address, some hundred milliseconds later.
   */
  private static final int MOST_OTHERS = 50;

  private static final Serializer<String> KEYS = Serdes.String().serializer();

  private final OwnershipProperties properties;
  private final RefusalLimit refusals;
  private final OwnershipMeters meters;
  private final BadRecords bad;

  private @Nullable StoreSweep<DeviceOwner> sweep;
  private long stale;

  /** Whether the store may hold entries of earlier builds, until one sweep has been through it. */
  private boolean mayHoldDeviceKeys = true;

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
    if (mayHoldDeviceKeys) {
      DeviceOwner earlier = owners().get(record.key());
      if (earlier != null) {
        rekey(record.key(), earlier);
      }
    }
    String key = StoredKeys.owner(record.key(), event.getUserId());
    DeviceOwner current = owners().get(key);
    OwnershipChange change =
        DeviceOwnership.after(
            current,
            () -> others(record.key(), key),
            event,
            place.offset(),
            record.timestamp(),
            refusals);
    if (change.owner() != null) {
      if (!change.owner().equals(current)) {
        owners().put(key, change.owner());
      }
    } else if (current != null) {
      var _ = owners().delete(key);
    }
    for (String user : change.ended()) {
      var _ = owners().delete(StoredKeys.owner(record.key(), user));
    }
    meters.changed(current, change.owner(), change.ended().size());
    passOn(change, event.getAppId(), event.getDeviceId(), record.timestamp());
  }

  @Override
  public void close() {
    meters.forget(context().taskId());
  }

  /** The registrations of other users with the same device id. */
  private List<DeviceOwner> others(String device, String own) {
    List<DeviceOwner> others = new ArrayList<>();
    try (KeyValueIterator<String, DeviceOwner> sameId = owners().prefixScan(device + '|', KEYS)) {
      while (sameId.hasNext() && others.size() < MOST_OTHERS) {
        KeyValue<String, DeviceOwner> entry = sameId.next();
        if (!entry.key.equals(own) && isOwner(entry.key, entry.value)) {
          others.add(entry.value);
        }
      }
    }
    return others;
  }

  /** Moves an entry of an earlier build, which had one registration for each device id. */
  private void rekey(String device, DeviceOwner owner) {
    var _ = owners().delete(device);
    String key = StoredKeys.owner(device, owner.getUserId());
    if (isOwner(key, owner)) {
      var _ = owners().putIfAbsent(key, owner);
    } else {
      bad.unusable(OwnershipMeters.Unusable.STATE, STORE);
    }
  }

  /** Another program may have written the topic from which the store was restored. */
  private static boolean isOwner(String key, @Nullable DeviceOwner owner) {
    StoredKeys.Owner parts = StoredKeys.owner(key);
    return owner != null && parts != null && parts.userId().equals(owner.getUserId());
  }

  private void lookThrough(long now) {
    if (sweep == null) {
      return;
    }
    boolean all = sweep.next(now, (key, owner) -> look(key, owner, now));
    if (all) {
      meters.stale(context().taskId(), stale);
      stale = 0;
      mayHoldDeviceKeys = false;
    }
  }

  private void look(String key, DeviceOwner owner, long now) {
    if (StoredKeys.isDevice(key)) {
      rekey(key, owner);
      return;
    }
    StoredKeys.Owner device = StoredKeys.owner(key);
    if (device == null || !device.userId().equals(owner.getUserId())) {
      // Another program may have written the topic from which the store was restored.
      bad.unusable(OwnershipMeters.Unusable.STATE, STORE);
      return;
    }
    Duration unheardOf = Duration.between(owner.getRefreshedAt(), Instant.ofEpochMilli(now));
    if (unheardOf.compareTo(properties.retireAfter()) > 0) {
      var _ = owners().delete(key);
      meters.changed(owner, null, 0);
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
