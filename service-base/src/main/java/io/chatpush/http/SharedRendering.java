package io.chatpush.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renders something large on request, once for all callers that wait for it, so that its cost does
 * not grow with their number.
 *
 * <pre>
 *           request                       rendered            requests since it began
 *   IDLE ─────────────▶ RENDERING ──────────────────▶ RESTING ────────────────────────▶ RENDERING
 *                                                        │ no request since it began
 *                                                        ▼
 *                                                      IDLE
 * </pre>
 *
 * No answer is stale: a request is answered by a rendering that began after it. One rendering runs
 * at a time, and after each one the next waits {@value #REST_FACTOR} times its duration, at most
 * {@value #LONGEST_REST_MILLIS} ms. A single client that comes every few seconds does not notice
 * that; many clients together take a tenth of one core. Requests for different keys are rendered
 * one after the other, in the order in which they came.
 *
 * <p>Thread-safe. A virtual thread renders, and ends when no request waits.
 *
 * @param <K> what is rendered
 * @param <V> the rendering, shared by its callers: immutable, or treated so
 */
final class SharedRendering<K, V> {

  private static final int REST_FACTOR = 9;

  /** The first rendering of a process is slow, and Prometheus waits 10 s by default. */
  private static final int LONGEST_REST_MILLIS = 500;

  private final Function<K, V> renderer;
  private final Consumer<Duration> rest;
  private final LinkedHashMap<K, CompletableFuture<V>> waiting = new LinkedHashMap<>();
  private boolean active;

  /**
   * @param rest waits for that long
   */
  SharedRendering(Function<K, V> renderer, Consumer<Duration> rest) {
    this.renderer = renderer;
    this.rest = rest;
  }

  /** The result of a rendering that begins after this call. Several callers share the future. */
  synchronized CompletableFuture<V> next(K key) {
    if (!active) {
      active = true;
      var _ = Thread.ofVirtual().name("shared-rendering").start(this::renderAll);
    }
    return waiting.computeIfAbsent(key, _ -> new CompletableFuture<>());
  }

  private void renderAll() {
    while (true) {
      Map.Entry<K, CompletableFuture<V>> next = take();
      if (next == null) {
        return;
      }
      long began = System.nanoTime();
      render(next.getKey(), next.getValue());
      long took = System.nanoTime() - began;
      rest.accept(
          Duration.ofNanos(
              Math.min(took * REST_FACTOR, Duration.ofMillis(LONGEST_REST_MILLIS).toNanos())));
    }
  }

  private synchronized Map.@Nullable Entry<K, CompletableFuture<V>> take() {
    active = !waiting.isEmpty();
    return active ? waiting.pollFirstEntry() : null;
  }

  private void render(K key, CompletableFuture<V> result) {
    try {
      result.complete(renderer.apply(key));
    } catch (Throwable e) {
      // The callers have it; others must still be answered.
      result.completeExceptionally(e);
    }
  }
}
