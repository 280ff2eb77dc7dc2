package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import java.util.Comparator;
import java.util.List;

/** Which of a user's devices go when there are too many. Decides; does nothing. */
final class DeviceLimit {

  private static final Comparator<UserDevice> OLDEST_FIRST =
      Comparator.comparing(UserDevice::getRefreshedAt).thenComparing(UserDevice::getDeviceId);

  private DeviceLimit() {}

  /** Those that were not heard of for longest, as many as are over {@code limit}. */
  static List<UserDevice> over(int limit, List<UserDevice> devices) {
    return devices.stream()
        .sorted(OLDEST_FIRST)
        .limit(Math.max(0, devices.size() - limit))
        .toList();
  }
}
