package io.chatpush.schemas.serde;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one reusable object between uses. A serde has one user at a time almost always; when two
 * meet, the second makes its own. Unlike a thread-local this holds one object however many threads
 * there are, virtual ones included.
 */
final class Spare<T> {

  private final AtomicReference<@Nullable T> slot = new AtomicReference<>();
  private final Supplier<T> maker;

  Spare(Supplier<T> maker) {
    this.maker = maker;
  }

  T take() {
    T spare = slot.getAndSet(null);
    return spare != null ? spare : maker.get();
  }

  void giveBack(T used) {
    slot.setRelease(used);
  }
}
