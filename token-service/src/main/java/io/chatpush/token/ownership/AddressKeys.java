package io.chatpush.token.ownership;

import io.chatpush.events.AddressType;
import io.chatpush.schemas.RecordKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What stands for an address, and for a whole registration, wherever equality is all that is asked.
 * Addresses are secrets and long; their hashes are neither, so the state that remembers which
 * device had which address holds none.
 *
 * <p>128 bits of SHA-256: among a thousand million addresses two have the same hash with a chance
 * of 1 in 10^21.
 */
final class AddressKeys {

  private static final int BYTES = 16;

  /** The length of a hash as text: 128 bits in Base64 without padding. */
  static final int HASH_LENGTH = 22;

  private AddressKeys() {}

  /** The hash of an address of a type. */
  static String of(AddressType type, String value) {
    return hash(type.name(), value);
  }

  /** Key {@code app|hash} of all that is known of an address. */
  static String claimKey(String appId, String addressKey) {
    return RecordKeys.encode(appId) + '|' + addressKey;
  }

  /** The hash of these texts in this order; an absent one differs from an empty one. */
  static String hash(@Nullable String... texts) {
    MessageDigest sha256 = sha256();
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    for (String text : texts) {
      byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      sha256.update(length.clear().putInt(text == null ? -1 : bytes.length).flip());
      sha256.update(bytes);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(sha256.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
