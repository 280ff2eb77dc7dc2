package io.chatpush.dispatch.operations.deadletters;

import java.util.BitSet;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A set of offsets, a bit for each: 100,000 neighbouring dead letters take 12 KB. */
final class OffsetSet {

  private static final int SEGMENT_BITS = 16;

  private final TreeMap<Long, BitSet> segments = new TreeMap<>();

  void add(long offset) {
    segments.computeIfAbsent(offset >> SEGMENT_BITS, s -> new BitSet()).set(within(offset));
  }

  void remove(long offset) {
    BitSet segment = segments.get(offset >> SEGMENT_BITS);
    if (segment != null) {
      segment.clear(within(offset));
      if (segment.isEmpty()) {
        segments.remove(offset >> SEGMENT_BITS);
      }
    }
  }

  boolean contains(long offset) {
    BitSet segment = segments.get(offset >> SEGMENT_BITS);
    return segment != null && segment.get(within(offset));
  }

  /** Returns the offsets smaller than {@code end}, ascending. */
  LongStream below(long end) {
    return segments.headMap(end >> SEGMENT_BITS, true).entrySet().stream()
        .flatMapToLong(segment ->
            segment.getValue().stream().mapToLong(bit -> (segment.getKey() << SEGMENT_BITS) + bit))
        .filter(offset -> offset < end);
  }

  private static int within(long offset) {
    return (int) (offset & ((1 << SEGMENT_BITS) - 1));
  }
}
