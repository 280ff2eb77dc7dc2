package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Reads the devices of a user, which stand together in the table. */
final class UserDevices {

  private static final Serializer<String> KEYS = Serdes.String().serializer();

  private UserDevices() {}

  /** The part of a key that all devices of its user share; ends with {@code |}. */
  static String userPrefix(String key) {
    return key.substring(0, key.lastIndexOf('|') + 1);
  }

  /**
   * How many there are.
   *
   * @param prefix of {@link #userPrefix}
   */
  static int count(ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store, String prefix) {
    int count = 0;
    try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> devices =
        store.prefixScan(prefix, KEYS)) {
      while (devices.hasNext()) {
        var _ = devices.next();
        count++;
      }
    }
    return count;
  }

  /**
   * Those that can be read.
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
      while (devices.hasNext()) {
        UserDevice device = codec.read(devices.next().value.value());
        if (device != null) {
          found.add(device);
        }
      }
    }
    return found;
  }
}
