package io.chatpush.cli.devices;

import java.util.function.LongSupplier;

/** How many a second, since it was made. */
final class Speed {

  private final LongSupplier nanoTime;
  private final long begin;

  Speed(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** As people read it. */
  String of(long count) {
    double seconds = Math.max(1e-3, (nanoTime.getAsLong() - begin) / 1e9);
    return "%,.0f/s".formatted(count / seconds);
  }
}
