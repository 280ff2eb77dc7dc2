package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.window.Slot;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Slots without a window. */
final class TestSlots {

  private TestSlots() {}

  /** Its work may begin. */
  static Slot open() {
    return goneWhen(new AtomicBoolean());
  }

  /** Its partition has gone. */
  static Slot gone() {
    return goneWhen(new AtomicBoolean(true));
  }

  /** Its partition goes when that becomes true. */
  static Slot goneWhen(AtomicBoolean gone) {
    return new Slot() {
      @Override
      public boolean begin() {
        return !gone.get();
      }

      @Override
      public void weigh(int weight) {}

      @Override
      public void rest(Duration time) {}

      @Override
      public void restWhile(BooleanSupplier reason) {}

      @Override
      public boolean isGone() {
        return gone.get();
      }

      @Override
      public void complete() {}
    };
  }
}
