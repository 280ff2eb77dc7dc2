package io.chatpush.stack.replay;

import java.util.UUID;

/**
 * Millions of push ids in 16 to 32 bytes each, as 64 bits of each: that two of three million differ
 * and are taken for one has a chance of one in four million.
 */
public final class PushIdSet {

  private long[] slots = new long[1 << 10];
  private int size;

  /** Adds an id and says whether it is new. */
  public boolean add(UUID id) {
    long bits = id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 23);
    if (!insert(bits == 0 ? 1 : bits)) {
      return false;
    }
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  public int size() {
    return size;
  }

  private boolean insert(long bits) {
    int mask = slots.length - 1;
    int slot = (int) ((bits * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == bits) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = bits;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long bits : old) {
      if (bits != 0) {
        insert(bits);
      }
    }
  }
}
