package io.chatpush.dispatch.window;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A record through the window while 200 others are in it, which end out of order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OffsetWindowBenchmark {

  private static final int HELD = 200;

  private OffsetWindow window = new OffsetWindow(new LongAdder(), System::nanoTime);
  private Slot[] slots = new Slot[0];
  private long offset;

  @Setup(Level.Iteration)
  public void fill() {
    window = new OffsetWindow(new LongAdder(), System::nanoTime);
    slots = new Slot[HELD];
    for (int i = 0; i < HELD; i++) {
      slots[i] = begun();
    }
  }

  @Benchmark
  public OptionalLong openBeginComplete() {
    // One of the oldest seven, so that most wait for an older one.
    int place = (int) ((offset + (offset * 31) % 7) % HELD);
    slots[place].complete();
    slots[place] = begun();
    return window.takeCommittable();
  }

  private Slot begun() {
    Slot slot = window.open(offset++);
    slot.begin();
    return slot;
  }
}
