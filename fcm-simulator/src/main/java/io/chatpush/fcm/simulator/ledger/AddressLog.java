package io.chatpush.fcm.simulator.ledger;

import java.util.Arrays;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** What the simulator knows of one address. Safe for use by several threads. */
public final class AddressLog {

  /** Pushes whose Retry-After is remembered; of more to one address, the latest. */
  private static final int MOST_REFUSED = 100;

  private final String address;
  private long requests;
  private long received;
  private long duplicates;
  private long beforeRetryAfter;
  private long notBefore = Long.MIN_VALUE;
  private @Nullable LinkedHashMap<String, Long> refused;
  private long[] recent = new long[1];
  private int recentCount;

  AddressLog(String address) {
    this.address = address;
  }

  public String address() {
    return address;
  }

  /** Requests so far, whatever became of them. */
  public synchronized long requests() {
    return requests;
  }

  /** Pushes that reached the device, duplicates among them. */
  public synchronized long received() {
    return received;
  }

  public synchronized long duplicates() {
    return duplicates;
  }

  /** Requests that came before the Retry-After this address was last answered with. */
  public synchronized long beforeRetryAfter() {
    return beforeRetryAfter;
  }

  /**
   * Notes that the next request for this address must not come before {@code nanoTime}.
   *
   * @param pushTag the tag of the request that was refused
   */
  public synchronized void retryNotBefore(long nanoTime, @Nullable String pushTag) {
    notBefore = nanoTime;
    if (pushTag != null) {
      if (refused == null) {
        refused = new LinkedHashMap<>();
      } else if (refused.size() == MOST_REFUSED) {
        refused.pollFirstEntry();
      }
      refused.put(pushTag, nanoTime);
    }
  }

  /** How early a request is. */
  enum Earliness {
    IN_TIME,
    /** Before the Retry-After, but another push. */
    OTHER_PUSH,
    /** The very push that was refused, before its Retry-After. */
    SAME_PUSH
  }

  synchronized Earliness arrived(long nanoTime, @Nullable String pushTag) {
    requests++;
    Long own = refused == null || pushTag == null ? null : refused.get(pushTag);
    boolean samePush = own != null && nanoTime - own < 0;
    if (!samePush && (notBefore == Long.MIN_VALUE || nanoTime - notBefore >= 0)) {
      return Earliness.IN_TIME;
    }
    beforeRetryAfter++;
    return samePush ? Earliness.SAME_PUSH : Earliness.OTHER_PUSH;
  }

  synchronized void received(long sequence, boolean duplicate, int kept) {
    received++;
    if (duplicate) {
      duplicates++;
    }
    if (recentCount < kept && recentCount == recent.length) {
      recent = Arrays.copyOf(recent, Math.min(kept, recent.length * 4));
    }
    recent[recentCount++ % recent.length] = sequence;
    if (recentCount == 2 * recent.length) {
      recentCount = recent.length;
    }
  }

  /** Sequence numbers of the latest pushes, the oldest first. */
  synchronized long[] recent() {
    int size = Math.min(recentCount, recent.length);
    long[] copy = new long[size];
    for (int i = 0; i < size; i++) {
      copy[i] = recent[(recentCount - size + i) % recent.length];
    }
    return copy;
  }
}
