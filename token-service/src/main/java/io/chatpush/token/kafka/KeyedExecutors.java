package io.chatpush.token.kafka;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Threads that may wait, so that no others have to. What has the same key is done one after the
 * other, in the order it came in; what waits is bounded. Thread-safe.
 */
final class KeyedExecutors implements AutoCloseable {

  private final List<ThreadPoolExecutor> threads;

  /**
   * @param count of threads; they end while there is nothing to do
   * @param maxWaiting for each
   */
  KeyedExecutors(String name, int count, int maxWaiting) {
    threads =
        IntStream.range(0, count)
            .mapToObj(i -> {
              var thread =
                  new ThreadPoolExecutor(
                      1,
                      1,
                      10,
                      TimeUnit.SECONDS,
                      new ArrayBlockingQueue<>(maxWaiting),
                      Thread.ofPlatform().name(name + "-" + i).factory());
              thread.allowCoreThreadTimeOut(true);
              return thread;
            })
            .toList();
  }

  /**
   * @throws RejectedExecutionException if too much waits already, or it is closed
   */
  void execute(String key, Runnable task) {
    threads.get(Math.floorMod(key.hashCode(), threads.size())).execute(task);
  }

  /** Lets what waits be done; takes nothing more. */
  @Override
  public void close() {
    threads.forEach(ThreadPoolExecutor::shutdown);
  }
}
