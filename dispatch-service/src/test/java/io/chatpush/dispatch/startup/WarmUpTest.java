package io.chatpush.dispatch.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  @Test
  void rehearsesUntilItsTimeIsOver() throws InterruptedException {
    new WarmUp(List.of(rehearsal(), rehearsal()), Duration.ofMillis(50)).attempt();
    assertThat(rounds.get()).isGreaterThan(2).isEven();
    assertThat(ended).isTrue();
  }

  @Test
  void doesNothingInNoTime() throws InterruptedException {
    new WarmUp(List.of(rehearsal()), Duration.ZERO).attempt();
    assertThat(rounds).hasValue(0);
  }

  @Test
  void leavesAloneWhatCannotBeRehearsed() throws InterruptedException {
    AtomicInteger failed = new AtomicInteger();
    Rehearsal impossible =
        () -> {
          failed.incrementAndGet();
          throw new IllegalStateException("not here");
        };
    new WarmUp(List.of(impossible, rehearsal()), Duration.ofMillis(50)).attempt();
    assertThat(failed).hasValue(1);
    assertThat(rounds.get()).isGreaterThan(1);
  }

  private Rehearsal rehearsal() {
    return new Rehearsal() {
      @Override
      public void rehearse() {
        rounds.incrementAndGet();
      }

      @Override
      public void end() {
        ended.set(true);
      }
    };
  }
}
