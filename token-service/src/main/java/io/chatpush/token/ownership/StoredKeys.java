package io.chatpush.token.ownership;

import io.chatpush.schemas.RecordKeys;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys that others may have written. A key of too few parts would be taken for the prefix of
 * all devices of an app, or of all devices.
 */
final class StoredKeys {

  /** Three ids of 256 bytes, each byte as {@code %XX}, and the bars between them. */
  private static final int MAX_LENGTH = 3 * 3 * 256 + 2;

  private StoredKeys() {}

  /** A key {@code app|device|user}, decoded. */
  record Owner(String appId, String deviceId, String userId) {}

  /**
   * Returns the key {@code app|device|user} of a user's registration on a device. All registrations
   * with the same device id follow each other under the prefix {@code app|device|}.
   *
   * @param device the key {@code app|device}
   */
  static String owner(String device, String userId) {
    return device + '|' + RecordKeys.encode(userId);
  }

  /** Returns the parts of a key {@code app|device|user}, or null if it is not such a key. */
  static @Nullable Owner owner(@Nullable String key) {
    if (key == null || !hasParts(key, 3)) {
      return null;
    }
    int first = key.indexOf('|');
    int second = key.indexOf('|', first + 1);
    try {
      String appId = RecordKeys.decode(key.substring(0, first));
      String deviceId = RecordKeys.decode(key.substring(first + 1, second));
      String userId = RecordKeys.decode(key.substring(second + 1));
      return owner(RecordKeys.device(appId, deviceId), userId).equals(key)
              && areIds(appId, userId, deviceId)
          ? new Owner(appId, deviceId, userId)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns whether a key has the form {@code app|device}, as builds before 0.1 wrote it. */
  static boolean isDevice(String key) {
    return hasParts(key, 2);
  }

  /** Returns whether a key has the form {@code app|user|device}, with no part empty. */
  static boolean isUserDevice(@Nullable String key) {
    return key != null && hasParts(key, 3);
  }

  /** Returns whether a key has the form {@code app|hash} of a claim for an address of that app. */
  static boolean isClaim(@Nullable String key, String appId) {
    return key != null
        && key.length() == RecordKeys.encode(appId).length() + 1 + AddressKeys.HASH_LENGTH
        && key.startsWith(RecordKeys.encode(appId) + '|');
  }

  /** Returns whether all three may be what they say, so that they are short and printable, too. */
  static boolean areIds(String appId, String userId, String deviceId) {
    try {
      var _ = new AppId(appId);
      var _ = new UserId(userId);
      var _ = new DeviceId(deviceId);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean hasParts(String key, int parts) {
    if (key.length() > MAX_LENGTH) {
      return false;
    }
    int found = 1;
    int length = 0;
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) == '|') {
        if (length == 0) {
          return false;
        }
        found++;
        length = 0;
      } else {
        length++;
      }
    }
    return found == parts && length > 0;
  }
}
