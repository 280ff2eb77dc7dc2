package io.chatpush.fcm.simulator.ledger;

/**
 * Which (address, tag) pairs were seen, by a 128-bit hash of them: 16 bytes each, at most half of
 * the table full. At capacity the older half is forgotten, so at least the last {@code capacity /
 * 2} pairs are known. Not safe for use by several threads.
 */
final class TagSet {

  private static final int FIRST_SIZE = 1024;

  private final int generation;
  private long[] young = new long[FIRST_SIZE * 2];
  private long[] old = new long[0];
  private int count;
  private long forgotten;
  private int oldCount;

  TagSet(int capacity) {
    this.generation = Math.max(1, capacity / 2);
  }

  /** Adds the pair; false if it is there already. The hash must not be (0, 0). */
  boolean add(long high, long low) {
    if (contains(young, high, low) || contains(old, high, low)) {
      return false;
    }
    if (count == generation) {
      forgotten += oldCount;
      old = young;
      oldCount = count;
      young = new long[FIRST_SIZE * 2];
      count = 0;
    } else if (count * 4 >= young.length) {
      grow();
    }
    put(young, high, low);
    count++;
    return true;
  }

  long forgotten() {
    return forgotten;
  }

  void clear() {
    young = new long[FIRST_SIZE * 2];
    old = new long[0];
    count = 0;
    oldCount = 0;
    forgotten = 0;
  }

  private void grow() {
    long[] before = young;
    young = new long[before.length * 2];
    for (int i = 0; i < before.length; i += 2) {
      if ((before[i] | before[i + 1]) != 0) {
        put(young, before[i], before[i + 1]);
      }
    }
  }

  private static boolean contains(long[] table, long high, long low) {
    if (table.length == 0) {
      return false;
    }
    int at = slot(table, low);
    while ((table[at] | table[at + 1]) != 0) {
      if (table[at] == high && table[at + 1] == low) {
        return true;
      }
      at = (at + 2) & (table.length - 1);
    }
    return false;
  }

  private static void put(long[] table, long high, long low) {
    int at = slot(table, low);
    while ((table[at] | table[at + 1]) != 0) {
      at = (at + 2) & (table.length - 1);
    }
    table[at] = high;
    table[at + 1] = low;
  }

  private static int slot(long[] table, long low) {
    return ((int) low * 2) & (table.length - 1);
  }
}
