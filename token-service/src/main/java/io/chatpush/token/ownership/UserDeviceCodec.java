package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.RegistryUnavailableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of {@code push.user-devices}, and passes over what cannot be read: token-service
 * alone writes the topic.
 */
final class UserDeviceCodec {

  private final Deserializer<UserDevice> devices;

  UserDeviceCodec(Deserializer<UserDevice> devices) {
    this.devices = devices;
  }

  /** The device, or {@code null} if the bytes are none. */
  @Nullable UserDevice read(byte[] bytes) {
    try {
      return devices.deserialize(Topics.USER_DEVICES, bytes);
    } catch (RegistryUnavailableException e) {
      throw e;
    } catch (SerializationException e) {
      return null;
    }
  }
}
