package io.chatpush.dispatch.push;

import io.chatpush.schemas.RecordKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The name of one push: the same message to the same device of the same user has the same id at
 * every attempt, on every instance, after every crash. It travels as Android tag, {@code
 * apns-collapse-id}, web notification tag and in the data, so that a repeated push replaces itself
 * on the device.
 *
 * <p>A UUID of version 5 (RFC 9562, 5.5) in a namespace of chatpush's own.
 */
public record PushId(UUID value) {

  /** Bytes that its text form takes. */
  public static final int LENGTH = 36;

  private static final UUID NAMESPACE = UUID.fromString("5f1b9d43-7f6c-5d6e-9a3a-0a4f1c2b7e90");

  /**
   * Returns the id of the push of a message to a device of a user. The user is part of it, because
   * two users may have registered the same device id.
   */
  public static PushId ofDevice(String appId, String messageId, String userId, String deviceId) {
    return named(
        "device|"
            + RecordKeys.userDevice(appId, messageId, userId)
            + '|'
            + RecordKeys.encode(deviceId));
  }

  /** Stands for the pushes that a recipient without any device would have got. */
  public static PushId ofUser(String appId, String messageId, String userId) {
    return named("user|" + RecordKeys.userDevice(appId, messageId, userId));
  }

  private static PushId named(String name) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .flip());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new PushId(new UUID(high, low));
  }

  /** The canonical form, 36 characters of ASCII. */
  @Override
  public String toString() {
    return value.toString();
  }
}
