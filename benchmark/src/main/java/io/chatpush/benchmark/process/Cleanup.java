package io.chatpush.benchmark.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What must be undone at the end, whether the end is that of the work or a Ctrl-C: the last thing
 * first, each once. Thread-safe.
 */
public final class Cleanup implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::run, "stop-everything");

  public Cleanup() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Undoes this when the time comes, or when {@link #end} is called with it. */
  public synchronized <T extends AutoCloseable> T add(T closeable) {
    open.push(closeable);
    return closeable;
  }

  /** Undoes one thing now. */
  public void end(AutoCloseable closeable) {
    boolean mine;
    synchronized (this) {
      mine = open.remove(closeable);
    }
    if (mine) {
      close(closeable);
    }
  }

  @Override
  public void close() {
    run();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Shutting down: the hook is running, and finds nothing left to do.
    }
  }

  private void run() {
    AutoCloseable next;
    while ((next = take()) != null) {
      close(next);
    }
  }

  private synchronized @Nullable AutoCloseable take() {
    return open.poll();
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      System.err.println("Something could not be stopped: " + e);
    }
  }
}
