package io.chatpush.dispatch.delivery;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Byte strings, of which the last that were added are known. They lie end to end in a few large
 * arrays: as objects of their own, ten thousand a partition that live for many seconds would be
 * most of what the collector has to copy and mark.
 *
 * <p>They are kept in generations, and the oldest is forgotten as a whole. Used by one thread.
 */
final class RecentIdentities {

  /** Those that are full, and the one that is filled. */
  private static final int FULL_GENERATIONS = 4;

  private final int perGeneration;
  private final Deque<Generation> newestFirst = new ArrayDeque<>();

  /**
   * @param capacity so many are known at least, a quarter more at most
   */
  RecentIdentities(int capacity) {
    perGeneration = Math.ceilDiv(capacity, FULL_GENERATIONS);
    newestFirst.addFirst(new Generation(perGeneration));
  }

  /**
   * Makes it known.
   *
   * @param bytes the first {@code length} of them count
   * @return false if it is known already
   */
  boolean add(byte[] bytes, int length) {
    int hash = hash(bytes, length);
    for (Generation generation : newestFirst) {
      if (generation.contains(hash, bytes, length)) {
        return false;
      }
    }
    Generation newest = newestFirst.getFirst();
    if (newest.count == perGeneration) {
      newest =
          newestFirst.size() <= FULL_GENERATIONS
              ? new Generation(perGeneration)
              : newestFirst.removeLast().emptied();
      newestFirst.addFirst(newest);
    }
    newest.append(hash, bytes, length);
    return true;
  }

  private static int hash(byte[] bytes, int length) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 15);
  }

  /** Entries end to end, each behind its length, and a table of where they begin. */
  private static final class Generation {

    private static final int FIRST_BYTES = 1024;

    /** 1 more than where an entry begins, at its hash or the next free place after that. */
    private final int[] table;

    private byte[] data = new byte[FIRST_BYTES];
    private int used;
    private int count;

    Generation(int capacity) {
      table = new int[Integer.highestOneBit(capacity) * 4];
    }

    boolean contains(int hash, byte[] bytes, int length) {
      for (int at = place(hash); table[at] != 0; at = place(at + 1)) {
        int begin = table[at] - 1;
        int behindLength = begin + Integer.BYTES;
        if (lengthAt(begin) == length
            && Arrays.equals(data, behindLength, behindLength + length, bytes, 0, length)) {
          return true;
        }
      }
      return false;
    }

    void append(int hash, byte[] bytes, int length) {
      int end = used + Integer.BYTES + length;
      if (end > data.length) {
        data = Arrays.copyOf(data, Math.max(end, data.length + data.length / 2));
      }
      int at = place(hash);
      while (table[at] != 0) {
        at = place(at + 1);
      }
      table[at] = used + 1;
      for (int i = 0; i < Integer.BYTES; i++) {
        data[used + i] = (byte) (length >>> (i * Byte.SIZE));
      }
      System.arraycopy(bytes, 0, data, used + Integer.BYTES, length);
      used = end;
      count++;
    }

    Generation emptied() {
      Arrays.fill(table, 0);
      used = 0;
      count = 0;
      return this;
    }

    private int lengthAt(int begin) {
      int length = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        length |= (data[begin + i] & 0xff) << (i * Byte.SIZE);
      }
      return length;
    }

    private int place(int number) {
      return number & (table.length - 1);
    }
  }
}
