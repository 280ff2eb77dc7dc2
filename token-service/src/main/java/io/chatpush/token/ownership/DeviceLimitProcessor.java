package io.chatpush.token.ownership;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.streams.RegistryFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Watches over how many devices each user has, and has the oldest ended where it is too many.
 *
 * <p>Not at once: a device with a new id and the address of another is one too many only until the
 * other has ended, and that takes its time. Who is over the limit is kept in memory; after a
 * restart the sweep finds them again.
 */
final class DeviceLimitProcessor
    extends ContextualProcessor<String, byte @Nullable [], String, @Nullable DeviceTokenEvent> {

  /** Key {@code app|user|device}, value as in {@code push.user-devices}. */
  static final String STORE = "user-devices";

  /**
   * How often something is written to a partition that may be idle. Kafka closes a segment when
   * something is written after its time, and compacts closed ones only: without, the address of a
   * device that ended could lie in an idle partition for ever.
   */
  static final Duration SEGMENT_END = Duration.ofHours(6);

  /** How long a user may be over the limit: a hundred times what a displacement takes. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final int limit;
  private final UserDeviceCodec codec;
  private final BadRecords bad;

  /** Prefix of the user's devices, and when they may be too many no longer. */
  private final Map<String, Long> over = new HashMap<>();

  private @Nullable StoreSweep<org.apache.kafka.streams.state.ValueAndTimestamp<byte[]>> sweep;
  private String sweptUser = "";
  private int sweptDevices;

  DeviceLimitProcessor(int limit, UserDeviceCodec codec, BadRecords bad) {
    this.limit = limit;
    this.codec = codec;
    this.bad = bad;
  }

  @Override
  public void init(ProcessorContext<String, @Nullable DeviceTokenEvent> context) {
    super.init(context);
    sweep = new StoreSweep<>(devices());
    var _ = context.schedule(StoreSweep.INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::enforce);
    var _ = context.schedule(SEGMENT_END, PunctuationType.WALL_CLOCK_TIME, this::endSegment);
  }

  @Override
  public void process(Record<String, byte @Nullable []> record) {
    if (record.value() == null) {
      return;
    }
    if (!StoredKeys.isUserDevice(record.key())) {
      bad.unusable(
          OwnershipMeters.Unusable.ROW,
          context()
              .recordMetadata()
              .map(at -> "%s-%d at offset %d".formatted(at.topic(), at.partition(), at.offset()))
              .orElse("an unknown place"));
      return;
    }
    String user = UserDevices.userPrefix(record.key());
    if (UserDevices.count(devices(), user, limit + 1) > limit) {
      watch(user, context().currentSystemTimeMs());
    }
  }

  /** A tombstone under a key that no device can have, for its device id is empty. */
  private void endSegment(long now) {
    context().forward(new Record<>(IdlePartitioner.key(context().taskId().partition()), null, now));
  }

  private void watch(String user, long now) {
    var _ = over.putIfAbsent(user, now + GRACE.toMillis());
  }

  private void enforce(long now) {
    if (sweep != null) {
      boolean all = sweep.next(now, (key, _) -> sweep(key, now));
      if (all) {
        sweptUser = "";
      }
    }
    for (Iterator<Map.Entry<String, Long>> due = over.entrySet().iterator(); due.hasNext(); ) {
      Map.Entry<String, Long> user = due.next();
      if (user.getValue() <= now) {
        List<UserDevice> devices = read(user.getKey());
        if (devices == null) {
          user.setValue(now + GRACE.toMillis());
        } else {
          due.remove();
          evict(devices, now);
        }
      }
    }
  }

  /** Returns the devices of a user, or {@code null} while the registry gives no answer for one. */
  private @Nullable List<UserDevice> read(String user) {
    try {
      return UserDevices.read(devices(), user, codec);
    } catch (RuntimeException e) {
      if (RegistryFaults.isPassing(e)) {
        return null;
      }
      throw e;
    }
  }

  /** Keys are in their order, so a user's devices follow each other. */
  private void sweep(String key, long now) {
    if (!StoredKeys.isUserDevice(key)) {
      return;
    }
    String user = UserDevices.userPrefix(key);
    sweptDevices = user.equals(sweptUser) ? sweptDevices + 1 : 1;
    sweptUser = user;
    if (sweptDevices > limit) {
      watch(user, now);
    }
  }

  private void evict(List<UserDevice> devices, long now) {
    for (UserDevice device : DeviceLimit.over(limit, devices)) {
      if (!StoredKeys.areIds(device.getAppId(), device.getUserId(), device.getDeviceId())) {
        continue;
      }
      DeviceTokenEvent evicted =
          DeviceTokenEvent.newBuilder()
              .setEventType(DeviceTokenEventType.EVICTED)
              .setAppId(device.getAppId())
              .setUserId(device.getUserId())
              .setDeviceId(device.getDeviceId())
              .setRegistration(device.getRegistration())
              .setOccurredAt(Instant.ofEpochMilli(now))
              .setReason("DEVICE_LIMIT")
              .build();
      context()
          .forward(
              new Record<>(
                  RecordKeys.device(device.getAppId(), device.getDeviceId()), evicted, now));
    }
  }

  private TimestampedKeyValueStore<String, byte[]> devices() {
    return context().getStateStore(STORE);
  }
}
