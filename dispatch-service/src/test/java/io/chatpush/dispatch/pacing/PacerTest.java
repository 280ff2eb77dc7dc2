package io.chatpush.dispatch.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.pacing.Verdict.Failing;
import io.chatpush.dispatch.pacing.Verdict.Healthy;
import io.chatpush.dispatch.pacing.Verdict.Unreachable;
import io.chatpush.events.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final Project PROJECT = new Project("project-1", 600_000);
  private static final Project OTHER = new Project("project-2", 600_000);

  private long now = 1_000;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final List<String> begun = new ArrayList<>();
  private final Deque<Turn> turns = new ArrayDeque<>();

  private record Alarm(long at, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.compare(at, other.at);
    }
  }

  @Test
  void beginsInOrderAndOnlyAsManyAsAllowed() {
    Pacer pacer = pacer(2, 0, 0);
    for (String name : List.of("a", "b", "c", "d")) {
      pacer.submit(PROJECT, Lane.DIRECT, sending(name));
    }
    pass(Duration.ofSeconds(1));
    assertThat(begun).containsExactly("a", "b");
    turns.removeFirst().end(new Healthy());
    assertThat(begun).containsExactly("a", "b", "c");
    turns.removeFirst().end(new Healthy());
    turns.removeFirst().end(new Healthy());
    assertThat(begun).containsExactly("a", "b", "c", "d");
    assertThat(pacer.inFlight()).isEqualTo(1);
    assertThat(registry.get("push.project.sends").functionCounter().count()).isEqualTo(3);
  }

  @Test
  void takesDirectBeforeBulkButGivesBulkItsShare() {
    Pacer pacer = pacer(10_000, 0.2, 0.2);
    for (int i = 0; i < 1_000; i++) {
      pacer.submit(PROJECT, Lane.BULK, sending("bulk"));
      pacer.submit(PROJECT, Lane.DIRECT, sending("direct"));
    }
    begun.clear();
    pass(Duration.ofMillis(50));
    assertThat(begun).hasSizeGreaterThan(100);
    long bulk = begun.stream().filter("bulk"::equals).count();
    assertThat((double) bulk / begun.size()).isBetween(0.15, 0.25);
  }

  @Test
  void leavesBulkEverythingThatDirectDoesNotWant() {
    Pacer pacer = pacer(10_000, 0.2, 0.2);
    for (int i = 0; i < 5_000; i++) {
      pacer.submit(PROJECT, Lane.BULK, sending("bulk"));
    }
    pass(Duration.ofSeconds(1));
    assertThat(begun).hasSize(5_000);
  }

  @Test
  void keepsRoomForDirectWhereBulkFillsEverything() {
    Pacer pacer = pacer(10, 0.2, 0.2);
    for (int i = 0; i < 100; i++) {
      pacer.submit(PROJECT, Lane.BULK, sending("bulk"));
    }
    pass(Duration.ofSeconds(1));
    assertThat(begun).hasSize(8);
    pacer.submit(PROJECT, Lane.DIRECT, sending("direct"));
    assertThat(begun).endsWith("direct");
  }

  @Test
  void letsAppsThatShareAProjectTakeTurnsInEachLane() {
    for (Lane lane : List.of(Lane.DIRECT, Lane.BULK)) {
      Pacer pacer = pacer(1_000, 0, 0);
      begun.clear();
      for (int i = 0; i < 500; i++) {
        pacer.submit(PROJECT, lane, sending("flooding", "flood"));
      }
      for (String app : List.of("b", "c")) {
        for (int i = 0; i < 5; i++) {
          pacer.submit(PROJECT, lane, sending(app, app + i));
        }
      }
      begun.clear();
      pass(Duration.ofSeconds(1));
      assertThat(begun.subList(0, 16))
          .as("%s: a third each, as long as each has some", lane)
          .contains("b0", "b1", "b2", "b3", "b4", "c0", "c1", "c2", "c3", "c4");
      assertThat(begun.stream().filter(name -> name.startsWith("b")))
          .containsExactly("b0", "b1", "b2", "b3", "b4");
      assertThat(begun).as("none is lost").hasSizeGreaterThan(400);
    }
  }

  @Test
  void takesTheQuotaInEqualPartsWhereOneAppFloods() {
    Project small = new Project("small", 600);
    Pacer pacer = pacer(10_000, 0, 0);
    for (int i = 0; i < 5_000; i++) {
      pacer.submit(small, Lane.DIRECT, sending("flooding", "flood"));
    }
    for (int i = 0; i < 60; i++) {
      // 4 a second, less than half of the 10 a second that the quota allows.
      for (int push = 0; push < 4; push++) {
        pacer.submit(small, Lane.DIRECT, sending("quiet", "quiet"));
      }
      pass(Duration.ofSeconds(1));
    }
    long quiet = begun.stream().filter("quiet"::equals).count();
    assertThat(quiet).as("of 240 pushes").isGreaterThanOrEqualTo(236);
    assertThat(begun).as("the rest of the quota is the flooding app's").hasSizeBetween(550, 600);
  }

  @Test
  void pausesAProjectThatCannotBeReachedWhileOthersGoOn() {
    Pacer pacer = pacer(100, 0, 0);
    for (int i = 0; i < 2; i++) {
      pacer.submit(PROJECT, Lane.DIRECT, sending("lost"));
      pass(Duration.ofMillis(10));
      turns.removeFirst().end(new Unreachable("CREDENTIALS_REFUSED"));
    }
    begun.clear();
    pacer.submit(PROJECT, Lane.DIRECT, sending("waits"));
    pacer.submit(OTHER, Lane.DIRECT, sending("goes"));
    pass(Duration.ofSeconds(9));
    assertThat(begun).containsExactly("goes");
    pass(Duration.ofSeconds(2));
    assertThat(begun).containsExactly("goes", "waits");
  }

  @Test
  void triesAPausedProjectAtOnceWhenItHasNewCredentials() {
    Pacer pacer = pacer(100, 0, 0);
    for (int i = 0; i < 2; i++) {
      pacer.submit(PROJECT, Lane.DIRECT, sending("lost"));
      pass(Duration.ofMillis(10));
      turns.removeFirst().end(new Unreachable("CREDENTIALS_REFUSED"));
    }
    begun.clear();
    pacer.submit(PROJECT, Lane.DIRECT, sending("waits"));
    pass(Duration.ofSeconds(1));
    assertThat(begun).isEmpty();
    pacer.probeSoon(PROJECT);
    pass(Duration.ofMillis(10));
    assertThat(begun).containsExactly("waits");
  }

  @Test
  void goesOnWhenTheProbesWork() {
    Pacer pacer = pacer(1_000, 0, 0);
    List<Turn> failing = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pacer.submit(PROJECT, Lane.DIRECT, sending("first"));
    }
    pass(Duration.ofSeconds(1));
    failing.addAll(turns);
    turns.clear();
    failing.forEach(turn -> turn.end(new Failing("UNAVAILABLE", false, null)));
    begun.clear();
    for (int i = 0; i < 100; i++) {
      pacer.submit(PROJECT, Lane.DIRECT, sending("second"));
    }
    pass(Duration.ofSeconds(11));
    assertThat(begun).as("probes").hasSize(3);
    for (int i = 0; i < 3; i++) {
      turns.removeFirst().end(new Healthy());
    }
    pass(Duration.ofSeconds(1));
    assertThat(begun).hasSize(100);
  }

  @Test
  void goesOnAfterAPushThatThrows() {
    Pacer pacer = pacer(1, 0, 0);
    pacer.submit(
        PROJECT,
        Lane.DIRECT,
        sending(turn -> {
          throw new StackOverflowError("on purpose");
        }));
    pass(Duration.ofSeconds(1));
    pacer.submit(PROJECT, Lane.DIRECT, sending("next"));
    pass(Duration.ofSeconds(1));
    assertThat(begun).containsExactly("next");
    assertThat(pacer.inFlight()).isEqualTo(1);
  }

  @Test
  void doesNotLetASlowProjectTakeTheOthersPlace() {
    Pacer pacer = pacer(100, 0, 0);
    for (int i = 0; i < 1_000; i++) {
      pacer.submit(PROJECT, Lane.DIRECT, sending("slow"));
    }
    pass(Duration.ofSeconds(1));
    pacer.submit(OTHER, Lane.DIRECT, sending("quick"));
    pass(Duration.ofSeconds(1));
    turns.removeFirst().end(new Healthy());
    assertThat(begun).endsWith("quick");
  }

  @Test
  void spendsNothingOnWhatNobodyWantsAnyMore() {
    Pacer pacer = pacer(1, 0, 0);
    pass(Duration.ofSeconds(1));
    pacer.submit(PROJECT, Lane.DIRECT, sending("runs"));
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      pacer.submit(
          PROJECT,
          Lane.DIRECT,
          new Sending() {
            @Override
            public String appId() {
              return "app";
            }

            @Override
            public boolean isWanted() {
              return false;
            }

            @Override
            public void begin(Turn turn) {
              throw new AssertionError("nobody wants it");
            }
          });
    }
    pacer.submit(PROJECT, Lane.DIRECT, sending("next"));
    turns.removeFirst().end(new Healthy());
    assertThat(begun).containsExactly("runs", "next");
    assertThat(pacer.waiting(PROJECT, Lane.DIRECT)).isZero();
  }

  @Test
  void sendsNoMoreThanItsShareOfTheQuota() {
    Pacer pacer = pacer(100_000, 0, 0);
    pacer.share(0.25);
    for (int i = 0; i < 10_000; i++) {
      pacer.submit(PROJECT, Lane.DIRECT, sending("push"));
    }
    pass(Duration.ofSeconds(2));
    assertThat(begun).hasSizeBetween(4_500, 5_800);
  }

  @Test
  void doesNotNestSendsThatEndAtOnce() {
    AtomicInteger ended = new AtomicInteger();
    Pacer pacer = pacer(2, 0, 0);
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 100_000; i++) {
      pacer.submit(
          PROJECT,
          Lane.DIRECT,
          sending(turn -> {
            ended.incrementAndGet();
            turn.end(new Healthy());
          }));
    }
    pass(Duration.ofSeconds(60));
    assertThat(ended).as("a nested run would have overflowed the stack").hasValue(100_000);
  }

  @Test
  void losesNoneAndExceedsNothingUnderManyThreads() throws InterruptedException {
    int total = 20_000;
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(total);
    Pacer pacer =
        new Pacer(
            properties(20, 0.2, 0.2),
            System::nanoTime,
            (wait, task) ->
                CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(task),
            meters());
    for (int thread = 0; thread < 4; thread++) {
      Lane lane = thread % 2 == 0 ? Lane.DIRECT : Lane.BULK;
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < total / 4; i++) {
              pacer.submit(
                  PROJECT,
                  lane,
                  sending(turn -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.ofVirtual()
                        .start(() -> {
                          running.decrementAndGet();
                          turn.end(new Healthy());
                          ended.countDown();
                        });
                  }));
            }
          });
    }
    assertThat(ended.await(60, TimeUnit.SECONDS)).as("every send ends").isTrue();
    assertThat(most.get()).isLessThanOrEqualTo(20);
    assertThat(pacer.inFlight()).isZero();
  }

  private Pacer pacer(int maxInFlight, double directReserve, double bulkShare) {
    return new Pacer(
        properties(maxInFlight, directReserve, bulkShare),
        () -> now,
        (wait, task) -> alarms.add(new Alarm(now + wait.toNanos(), task)),
        meters());
  }

  private PacingMeters meters() {
    return new PacingMeters(registry, () -> now);
  }

  private static PacingProperties properties(
      int maxInFlight, double directReserve, double bulkShare) {
    return new PacingProperties(
        maxInFlight,
        directReserve,
        bulkShare,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        3,
        Duration.ZERO);
  }

  private Sending sending(String name) {
    return sending("app", name);
  }

  private Sending sending(String app, String name) {
    return sending(
        app,
        turn -> {
          begun.add(name);
          turns.add(turn);
        });
  }

  private static Sending sending(Consumer<Turn> begin) {
    return sending("app", begin);
  }

  private static Sending sending(String app, Consumer<Turn> begin) {
    return new Sending() {
      @Override
      public String appId() {
        return app;
      }

      @Override
      public boolean isWanted() {
        return true;
      }

      @Override
      public void begin(Turn turn) {
        begin.accept(turn);
      }
    };
  }

  private void pass(Duration time) {
    long end = now + time.toNanos();
    while (!alarms.isEmpty() && alarms.element().at() <= end) {
      Alarm next = alarms.remove();
      now = next.at();
      next.task().run();
    }
    now = end;
  }
}
