package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Reads the devices of a user, which stand together in the table. */
final class UserDevices {

  private static final Serializer<String> KEYS = Serdes.String().serializer();

  /**
   * As many devices as the limit of devices may allow; more rows are not the work of the stream.
   */
  private static final int MOST = 1_000;

  private UserDevices() {}

  /** The part of a key that all devices of its user share; ends with {@code |}. */
  static String userPrefix(String key) {
    return key.substring(0, key.lastIndexOf('|') + 1);
  }

  /**
   * Returns how many there are, or {@code most} if there are more.
   *
   * @param prefix of {@link #userPrefix}
   */
  static int count(
      ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store, String prefix, int most) {
    int count = 0;
    try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> devices =
        store.prefixScan(prefix, KEYS)) {
      while (count < most && devices.hasNext()) {
        var _ = devices.next();
        count++;
      }
    }
    return count;
  }

  /**
   * Returns those that can be read and are under their own key, of the first thousand.
   *
   * @param prefix of {@link #userPrefix}
   */
  static List<UserDevice> read(
      ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store,
      String prefix,
      UserDeviceCodec codec) {
    List<UserDevice> found = new ArrayList<>();
    try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> devices =
        store.prefixScan(prefix, KEYS)) {
      for (int i = 0; i < MOST && devices.hasNext(); i++) {
        KeyValue<String, ValueAndTimestamp<byte[]>> row = devices.next();
        UserDevice device = codec.read(row.value.value());
        if (device != null && isKeyOf(device, row.key)) {
          found.add(device);
        }
      }
    }
    return found;
  }

  private static boolean isKeyOf(UserDevice device, String key) {
    return RecordKeys.userDevice(device.getAppId(), device.getUserId(), device.getDeviceId())
        .equals(key);
  }
}
