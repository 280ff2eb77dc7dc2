package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendLimitTest {

  private final SendLimit sends = new SendLimit(2);
  private final List<String> begun = new ArrayList<>();

  @Test
  void beginsInOrderAndOnlyAsManyAsAllowed() {
    for (String name : List.of("a", "b", "c", "d")) {
      sends.submit(() -> begun.add(name));
    }
    assertThat(begun).containsExactly("a", "b");
    sends.release();
    assertThat(begun).containsExactly("a", "b", "c");
    sends.release();
    sends.release();
    assertThat(begun).containsExactly("a", "b", "c", "d");
    assertThat(sends.inFlight()).isEqualTo(1);
  }

  @Test
  void doesNotNestSendsThatEndAtOnce() {
    AtomicInteger ended = new AtomicInteger();
    sends.submit(() -> {});
    sends.submit(() -> {});
    for (int i = 0; i < 100_000; i++) {
      sends.submit(() -> {
        ended.incrementAndGet();
        sends.release();
      });
    }
    sends.release();
    assertThat(ended).as("a nested run would have overflowed the stack").hasValue(100_000);
  }

  @Test
  void losesNoneAndExceedsNothingUnderManyThreads() throws InterruptedException {
    int total = 20_000;
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(total);
    for (int thread = 0; thread < 4; thread++) {
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < total / 4; i++) {
              sends.submit(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.ofVirtual()
                    .start(() -> {
                      now.decrementAndGet();
                      sends.release();
                      ended.countDown();
                    });
              });
            }
          });
    }
    assertThat(ended.await(30, TimeUnit.SECONDS)).as("every send ended").isTrue();
    assertThat(most.get()).isLessThanOrEqualTo(2);
    assertThat(sends.inFlight()).isZero();
  }
}
