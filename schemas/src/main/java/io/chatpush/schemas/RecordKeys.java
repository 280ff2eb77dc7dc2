package io.chatpush.schemas;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The keys of chatpush's records and the partitions they belong to.
 *
 * <p>A key is its parts joined by {@code |}, every part percent-encoded as in RFC 3986: the
 * unreserved characters {@code A-Z a-z 0-9 - . _ ~} stay, every other byte of the UTF-8 form
 * becomes {@code %XX}. So a part that contains {@code |} cannot be mistaken for two, a user's
 * devices stand together under the prefix {@code app|user|}, and keys compare equal byte for byte,
 * which compaction needs.
 *
 * <p>Whatever belongs to a user is partitioned by {@link #user}, so that it meets in one place.
 */
public final class RecordKeys {

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private RecordKeys() {}

  /**
   * Key {@code app|user}: of push requests and dead letters, and what a user's partition is
   * computed from.
   */
  public static String user(String appId, String userId) {
    return encode(appId) + '|' + encode(userId);
  }

  /** Key {@code app|user|device} of {@code push.user-devices}. */
  public static String userDevice(String appId, String userId, String deviceId) {
    return user(appId, userId) + '|' + encode(deviceId);
  }

  /**
   * The prefix under which all devices of a user stand in {@code push.user-devices}; ends with
   * {@code |}.
   */
  public static String userDevicesPrefix(String appId, String userId) {
    return user(appId, userId) + '|';
  }

  /** Key {@code app|device} of {@code push.device-token-events}. */
  public static String device(String appId, String deviceId) {
    return encode(appId) + '|' + encode(deviceId);
  }

  /** Key {@code app|channel|user} of {@code chat.memberships}. */
  public static String channelMember(String appId, String channelId, String userId) {
    return encode(appId) + '|' + encode(channelId) + '|' + encode(userId);
  }

  /**
   * The partition of everything that belongs to a user: murmur2 of the UTF-8 bytes of {@link
   * #user}, as Kafka's own default partitioner computes it for that key.
   *
   * @param partitions how many partitions the topic has, at least 1
   */
  public static int userPartition(String appId, String userId, int partitions) {
    return keyPartition(user(appId, userId), partitions);
  }

  /**
   * The partition of everything that became of a message, so that a question about it is a question
   * to one partition: murmur2 of the UTF-8 bytes of {@code app|message}.
   *
   * @param partitions how many partitions the topic has, at least 1
   */
  public static int messagePartition(String appId, String messageId, int partitions) {
    return keyPartition(encode(appId) + '|' + encode(messageId), partitions);
  }

  /**
   * Key {@code topic|partition|offset} of {@code push.dead-letter-actions}: where a letter lies.
   */
  public static String deadLetter(String topic, int partition, long offset) {
    return encode(topic) + '|' + partition + '|' + offset;
  }

  /** The partition that Kafka's default partitioner gives a record with this key. */
  public static int keyPartition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /**
   * One part of a key, percent-encoded. An unpaired surrogate is encoded as {@code ?}, as Java's
   * UTF-8 encoder does.
   */
  public static String encode(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (!isUnreserved(part.charAt(i))) {
        return encodeBytes(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    return part;
  }

  /**
   * One part of a key as it was before {@link #encode}.
   *
   * @throws IllegalArgumentException if it is not what {@code encode} writes
   */
  public static String decode(String part) {
    // A plus is no blank here, and is never written as one.
    return part.indexOf('%') < 0 ? part : URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private static String encodeBytes(byte[] utf8) {
    byte[] out = new byte[utf8.length * 3];
    int n = 0;
    for (byte b : utf8) {
      if (isUnreserved((char) (b & 0xff))) {
        out[n++] = b;
      } else {
        out[n++] = '%';
        out[n++] = HEX[(b >> 4) & 0xf];
        out[n++] = HEX[b & 0xf];
      }
    }
    return new String(out, 0, n, StandardCharsets.US_ASCII);
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
