package io.chatpush.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Renderings that begin and end when the test says so. */
class SharedRenderingTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<Duration> rests = new LinkedBlockingQueue<>();
  private final Semaphore mayEnd = new Semaphore(0);
  private final AtomicInteger renderings = new AtomicInteger();
  private final SharedRendering<String, Integer> rendering =
      new SharedRendering<>(this::render, rests::add);

  @Test
  void sharesTheNextRenderingAmongAllThatCameWhileOneRan() throws InterruptedException {
    CompletableFuture<Integer> first = rendering.next("meters");
    assertBegun("meters");

    List<CompletableFuture<Integer>> others =
        IntStream.range(0, 500).mapToObj(_ -> rendering.next("meters")).toList();
    mayEnd.release(2);

    assertThat(first).succeedsWithin(SOON).isEqualTo(1);
    assertThat(others).allSatisfy(other -> assertThat(other).succeedsWithin(SOON).isEqualTo(2));
    assertThat(renderings).hasValue(2);
  }

  @Test
  void rendersKeysInTheOrderInWhichTheyCame() throws InterruptedException {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    all.add(rendering.next("a"));
    assertBegun("a");
    all.add(rendering.next("b"));
    all.add(rendering.next("c"));
    all.add(rendering.next("b"));
    mayEnd.release(3);

    assertThat(all.stream().map(CompletableFuture::join)).containsExactly(1, 2, 3, 2);
    assertBegun("b");
    assertBegun("c");
  }

  @Test
  void restsInProportionAfterEachRendering() throws InterruptedException {
    mayEnd.release();
    rendering.next("meters").join();

    Duration rest = rests.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(rest).isPositive().isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void answersTheOthersAfterARenderingThatFailed() throws InterruptedException {
    CompletableFuture<Integer> failed = rendering.next("fails");
    assertBegun("fails");
    CompletableFuture<Integer> next = rendering.next("meters");
    mayEnd.release(2);

    assertThatThrownBy(failed::join).hasRootCauseMessage("a meter failed");
    assertThat(next).succeedsWithin(SOON).isEqualTo(2);
  }

  @Test
  void rendersAgainAfterItWasIdle() throws InterruptedException {
    mayEnd.release(2);
    assertThat(rendering.next("meters").join()).isEqualTo(1);
    assertThat(rests.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();

    assertThat(rendering.next("meters").join()).isEqualTo(2);
  }

  private int render(String key) {
    int number = renderings.incrementAndGet();
    begun.add(key);
    mayEnd.acquireUninterruptibly();
    if (key.equals("fails")) {
      throw new IllegalStateException("a meter failed");
    }
    return number;
  }

  private void assertBegun(String key) throws InterruptedException {
    @Nullable String next = begun.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).isEqualTo(key);
  }
}
