package io.chatpush.dispatch.join;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Joins commands of the bulk lane, and lets the thread rest after each: it works for a fifth of the
 * time. Without the rest, the join of an announcement would take all the CPU that there is, for
 * seconds, to be far ahead of what FCM's quota lets through. A fifth of one thread joins about
 * 8,000 pushes a second.
 *
 * <p>The rest harms nobody else: the threads of the bulk lane have no other work.
 */
final class PacedJoin implements Processor<byte[], byte[], byte[], Object> {

  /** The rest for one unit of work. */
  private static final int REST = 4;

  /** Shorter rests are collected: a thread cannot be woken much sooner. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * The work on one command takes a millisecond. A command that took longer met a slow disk or a
   * paused machine, which no rest makes better; and a thread must poll every few seconds.
   */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Processor<byte[], byte[], byte[], Object> join;
  private long owedNanos;

  PacedJoin(Processor<byte[], byte[], byte[], Object> join) {
    this.join = join;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    join.init(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long begun = System.nanoTime();
    join.process(record);
    owedNanos += Math.min(REST * (System.nanoTime() - begun), LONGEST_NANOS);
    if (owedNanos >= SHORTEST_NANOS) {
      long rests = System.nanoTime();
      LockSupport.parkNanos(owedNanos);
      owedNanos = Math.max(0, owedNanos - (System.nanoTime() - rests));
    }
  }

  @Override
  public void close() {
    join.close();
  }
}
