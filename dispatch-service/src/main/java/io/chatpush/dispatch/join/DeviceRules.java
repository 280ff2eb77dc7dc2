package io.chatpush.dispatch.join;

import io.chatpush.dispatch.push.CommandLimits;
import io.chatpush.events.UserDevice;
import io.chatpush.rules.Ids;
import io.chatpush.schemas.RecordKeys;

/**
 * The rules that a device's record must keep to be pushed to. A record under somebody else's key
 * would send one user's pushes to another's device.
 */
final class DeviceRules {

  private DeviceRules() {}

  /**
   * Returns whether the record keeps the rules.
   *
   * @param key under which it is stored; it begins with {@code prefix}
   * @param prefix of the user's keys, see {@link RecordKeys#userDevicesPrefix}
   */
  static boolean keeps(UserDevice device, String key, String prefix, String appId, String userId) {
    String deviceId = device.getDeviceId();
    if (!device.getAppId().equals(appId)
        || !device.getUserId().equals(userId)
        || Ids.fault(deviceId) != Ids.Fault.NONE) {
      return false;
    }
    String encoded = RecordKeys.encode(deviceId);
    return key.length() == prefix.length() + encoded.length()
        && key.endsWith(encoded)
        && !device.getAddressValue().isBlank()
        && device.getAddressValue().length() <= CommandLimits.MAX_ADDRESS_LENGTH;
  }
}
