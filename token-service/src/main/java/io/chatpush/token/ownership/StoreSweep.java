package io.chatpush.token.ownership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a store from end to end, a bit at a time, so that the stream is never held up for
 * long: at most some milliseconds in each second. A million entries take an hour; then it rests for
 * one.
 *
 * <p>For the thread of one task.
 */
final class StoreSweep<V> {

  /** How often a bit is taken. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** What is looked for takes days to come about. */
  static final Duration REST = Duration.ofHours(1);

  private static final int AT_ONCE = 300;

  private final KeyValueStore<String, V> store;
  private @Nullable String last;
  private long restsUntil;

  StoreSweep(KeyValueStore<String, V> store) {
    this.store = store;
  }

  /**
   * Looks at the entries that are next, which may be changed meanwhile. Entries that cannot be read
   * are passed over.
   *
   * @param now milliseconds
   * @return whether the last entry was among them, and the first is next
   */
  boolean next(long now, BiConsumer<String, V> look) {
    if (now < restsUntil) {
      return false;
    }
    List<KeyValue<String, @Nullable V>> entries = new ArrayList<>(AT_ONCE);
    try (KeyValueIterator<String, V> rest = store.range(last, null)) {
      while (rest.hasNext() && entries.size() < AT_ONCE) {
        KeyValue<String, @Nullable V> entry = next(rest);
        if (!entry.key.equals(last)) {
          entries.add(entry);
        }
      }
    }
    for (KeyValue<String, @Nullable V> entry : entries) {
      V value = entry.value;
      if (value != null) {
        look.accept(entry.key, value);
      }
    }
    boolean all = entries.size() < AT_ONCE;
    last = all ? null : entries.getLast().key;
    restsUntil = all ? now + REST.toMillis() : now;
    return all;
  }

  // A store may hold what its serde cannot read, and a tolerant serde returns null for it.
  @SuppressWarnings("NullAway")
  private static <V> KeyValue<String, @Nullable V> next(KeyValueIterator<String, V> rest) {
    KeyValue<String, V> entry = rest.next();
    return new KeyValue<>(entry.key, entry.value);
  }
}
