package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import io.chatpush.streams.RegistryFaults;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of {@code push.user-devices}, and passes over what cannot be read: only
 * token-service should write the topic.
 */
final class UserDeviceCodec {

  private final Deserializer<UserDevice> devices;

  UserDeviceCodec(Deserializer<UserDevice> devices) {
    this.devices = devices;
  }

  /**
   * Returns the device, or {@code null} if the bytes are not a device.
   *
   * @throws RuntimeException of the kind that {@link RegistryFaults#isPassing} knows, if the
   *     registry gives no answer
   */
  @Nullable UserDevice read(byte[] bytes) {
    try {
      return devices.deserialize(Topics.USER_DEVICES, bytes);
    } catch (RuntimeException e) {
      if (RegistryFaults.isPassing(e)) {
        throw e;
      }
      return null;
    }
  }
}
