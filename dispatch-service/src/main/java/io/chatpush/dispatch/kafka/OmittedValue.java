package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a dead letter whose value is too large to be written: its size and digest, by
 * which the original can be recognised where it was read, and that it was not kept.
 */
final class OmittedValue {

  /** The headers of a letter that are kept where all of them are too large. */
  private static final Set<String> OURS =
      Set.of(
          DeadLetterHeaders.REASON,
          DeadLetterHeaders.DETAIL,
          DeadLetterHeaders.SOURCE_TOPIC,
          DeadLetterHeaders.SOURCE_PARTITION,
          DeadLetterHeaders.SOURCE_OFFSET,
          DeadLetterHeaders.FAILED_AT,
          DeadLetterHeaders.FIRST_FAILED_AT,
          DeadLetterHeaders.ATTEMPTS,
          DeadLetterHeaders.ERROR_CODE,
          DeadLetterHeaders.VALUE_OMITTED,
          DeadLetterHeaders.VALUE_SIZE,
          DeadLetterHeaders.VALUE_SHA256);

  /** Longer than any of them is when chatpush writes it. */
  private static final int LONGEST = 1024;

  private OmittedValue() {}

  /** The headers of the letter, and those that stand for its value. */
  static RecordHeaders describe(Iterable<Header> headers, byte @Nullable [] value) {
    RecordHeaders all = new RecordHeaders(headers);
    byte[] bytes = value == null ? new byte[0] : value;
    add(all, DeadLetterHeaders.VALUE_SIZE, Integer.toString(bytes.length));
    add(all, DeadLetterHeaders.VALUE_SHA256, sha256(bytes));
    add(all, DeadLetterHeaders.VALUE_OMITTED, "true");
    return all;
  }

  /** Only the headers that chatpush writes: those of the original may be what is too large. */
  static RecordHeaders ours(Iterable<Header> headers) {
    RecordHeaders ours = new RecordHeaders();
    for (Header header : headers) {
      byte[] value = header.value();
      if (OURS.contains(header.key()) && (value == null || value.length <= LONGEST)) {
        // The last of each name is the one that counts: a record that claims to have been a dead
        // letter may carry many.
        ours.remove(header.key());
        ours.add(header);
      }
    }
    return ours;
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
