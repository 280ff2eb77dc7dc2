package io.chatpush.dispatch.join;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.events.UserDevice;
import io.chatpush.rules.Ids;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.service.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds the devices of a user in the store. A record that cannot be used harms its own device only.
 *
 * <p>Used by one thread.
 */
final class UserDevices {

  /**
   * What a user has.
   *
   * @param devices those that can be pushed to
   * @param unavailable ids of devices whose schema the registry does not answer for now
   * @param missing ids that were asked for and that the user does not have
   */
  record Found(List<UserDevice> devices, List<String> unavailable, List<String> missing) {}

  private final RecordCodec codec;
  private final JoinMeters meters;
  private final RateLimitedLog log;
  private final StringSerializer keySerializer = new StringSerializer();
  private @Nullable KeyValueStore<String, byte[]> store;

  UserDevices(RecordCodec codec, JoinMeters meters, RateLimitedLog log) {
    this.codec = codec;
    this.meters = meters;
    this.log = log;
  }

  /** Takes the store of the task, once. */
  void open(KeyValueStore<String, byte[]> devices) {
    store = devices;
  }

  /**
   * Returns the devices of a user.
   *
   * @param wanted only these; all of the user's if empty
   */
  Found of(String appId, String userId, List<String> wanted) {
    KeyValueStore<String, byte[]> devices = store;
    if (devices == null) {
      throw new IllegalStateException("processing before init");
    }
    List<UserDevice> found = new ArrayList<>(4);
    List<String> unavailable = new ArrayList<>(0);
    String prefix = RecordKeys.userDevicesPrefix(appId, userId);
    try (KeyValueIterator<String, byte[]> entries = devices.prefixScan(prefix, keySerializer)) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        try {
          UserDevice device = codec.decode(UserDevice.class, Topics.USER_DEVICES, entry.value);
          if (!DeviceRules.keeps(device, entry.key, prefix, appId, userId)) {
            invalid();
          } else if (wanted.isEmpty() || wanted.contains(device.getDeviceId())) {
            found.add(device);
          }
        } catch (UndecodableRecordException e) {
          undecodable(e);
        } catch (SerializationException e) {
          unavailable(entry.key.substring(prefix.length()), wanted, e, unavailable);
        }
      }
    }
    return new Found(found, unavailable, missing(wanted, found, unavailable));
  }

  private static List<String> missing(
      List<String> wanted, List<UserDevice> found, List<String> unavailable) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(unavailable);
    for (UserDevice device : found) {
      missing.removeIf(device.getDeviceId()::equals);
    }
    return missing;
  }

  private void unavailable(
      String encodedId, List<String> wanted, SerializationException why, List<String> unavailable) {
    String deviceId;
    try {
      deviceId = RecordKeys.decode(encodedId);
    } catch (IllegalArgumentException e) {
      invalid();
      return;
    }
    if (!RecordKeys.encode(deviceId).equals(encodedId) || Ids.fault(deviceId) != Ids.Fault.NONE) {
      invalid();
    } else if (wanted.isEmpty() || wanted.contains(deviceId)) {
      unavailable.add(deviceId);
      log.warn(
          "device-unavailable",
          "the schema of a record of {} is not available now, its device gets its pushes later: {}",
          Topics.USER_DEVICES,
          said(why));
    }
  }

  private void undecodable(UndecodableRecordException why) {
    meters.undecodableDevice();
    log.error(
        "device-undecodable",
        "a record of {} cannot be decoded and its device gets no pushes: {}",
        Topics.USER_DEVICES,
        said(why));
  }

  private void invalid() {
    meters.invalidDevice();
    log.error(
        "device-invalid",
        "a record of {} has ids that its key does not have, or no usable address; its device gets"
            + " no pushes",
        Topics.USER_DEVICES);
  }

  private static String said(RuntimeException why) {
    return SafeText.sentence(String.valueOf(why.getMessage()));
  }
}
