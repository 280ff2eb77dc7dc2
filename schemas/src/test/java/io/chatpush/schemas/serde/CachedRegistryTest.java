package io.chatpush.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.events.UserDevice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers see of a registry with two nodes; time passes only where the test says so. */
class CachedRegistryTest {

  private static final String SCHEMA = UserDevice.getClassSchema().toString();

  // Near the end of the range, as System.nanoTime() may be.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final FakeRegistry node = new FakeRegistry();
  private final FakeRegistry second = new FakeRegistry();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CachedRegistry cached = registry(node.url());
  private final CachedRegistry twoNodes = registry(node.url() + "," + second.url());

  /** Nothing answers: a wait takes its whole time, and no real time. */
  private volatile boolean hanging;

  /** How long an answer seems to take. */
  private volatile Duration latency = Duration.ZERO;

  private int waits;

  @AfterEach
  void close() {
    over.countDown();
    node.close();
    second.close();
  }

  private CachedRegistry registry(String urls, String... more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("schema.registry.url", urls);
    properties.put("max.retries", "0");
    properties.put("missing.cache.size", "20");
    properties.put("lookup.wait.ms", "1000");
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return new CachedRegistry(new SerdeConfig(properties).registry(), nanos::get, this::await);
  }

  private void await(CompletableFuture<?> answer, Duration atMost) throws InterruptedException {
    waits++;
    if (hanging) {
      pass(atMost);
      return;
    }
    try {
      answer.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the lookup did not end", e);
    }
    pass(latency.compareTo(atMost) < 0 ? latency : atMost);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void hang(FakeRegistry registry) {
    hanging = true;
    registry.behave(exchange -> {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static void assertUnavailable(CachedRegistry registry, int id, String why) {
    assertThatThrownBy(() -> registry.schema(id))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(why);
  }

  /** Comes again every half second, as a caller would, until there is an answer. */
  private Duration untilAnswered(CachedRegistry registry, int id) {
    long begun = nanos.get();
    while (nanos.get() - begun < Duration.ofMinutes(1).toNanos()) {
      try {
        var _ = registry.schema(id);
        return Duration.ofNanos(nanos.get() - begun);
      } catch (RegistryUnavailableException e) {
        pass(Duration.ofMillis(500));
      }
    }
    throw new AssertionError("no answer for schema id " + id + " within a minute");
  }

  @Test
  void knownIsNeverAskedAgain() {
    node.put("a-value", SCHEMA);
    assertThat(cached.schema(1)).isPresent();
    node.answer(503, "");
    pass(Duration.ofDays(365));
    assertThat(cached.schema(1)).isPresent();
  }

  @Test
  void nodeThatHasNotCaughtUpIsNotBelievedWhereAnotherKnows() {
    second.put("a-value", SCHEMA);

    assertThat(twoNodes.schema(1)).isPresent();
    assertThat(node.asked).hasSize(1);
  }

  @Test
  void idThatBecomesKnownWithinTheGraceTimeWasOnlyUnavailable() {
    assertUnavailable(twoNodes, 1, "does not know schema id 1, which is believed after 5000 ms");
    pass(Duration.ofSeconds(2));
    second.put("a-value", SCHEMA);

    assertThat(twoNodes.schema(1)).isPresent();
  }

  @Test
  void idThatStaysUnknownIsBelievedAfterTheGraceTimeAndForAShortTime() {
    assertThat(untilAnswered(cached, 1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(cached.schema(1)).isEmpty();
    int asked = node.asked.size();

    node.put("a-value", SCHEMA);
    pass(Duration.ofSeconds(4));
    assertThat(cached.schema(1)).isEmpty();
    assertThat(node.asked).hasSize(asked);
    pass(Duration.ofSeconds(1));
    assertThat(cached.schema(1)).isPresent();
  }

  @Test
  void unknownIdGetsNoSecondGraceTimeSoon() {
    var _ = untilAnswered(cached, 1);
    pass(Duration.ofSeconds(30));
    assertThat(cached.schema(1)).isEmpty();
    pass(Duration.ofMinutes(2));
    assertUnavailable(cached, 1, "does not know schema id 1");
  }

  @Test
  void withinTheGraceTimeTheRegistryIsAskedTwiceASecond() {
    for (int i = 0; i < 10; i++) {
      assertUnavailable(cached, 1, "does not know schema id 1");
      pass(Duration.ofMillis(100));
    }
    assertThat(node.asked).hasSize(2);
  }

  @Test
  void floodOfUnknownIdsIsDelayedByABoundedTime() {
    Duration delayed = Duration.ZERO;
    for (int id = 1; id <= 300; id++) {
      delayed = delayed.plus(untilAnswered(cached, id));
    }
    assertThat(delayed).isEqualTo(RegistryLookups.GRACE_PER_MINUTE);
    assertThat(waits).as("each id is asked for once more at least").isGreaterThan(300);

    pass(Duration.ofMinutes(1));
    assertUnavailable(cached, 301, "does not know schema id 301");
  }

  @Test
  void graceTimesOfSeveralIdsRunSideBySide() {
    for (int id = 1; id <= 10; id++) {
      assertUnavailable(cached, id, "does not know schema id " + id);
    }
    pass(Duration.ofSeconds(5));
    for (int id = 1; id <= 10; id++) {
      assertThat(cached.schema(id)).isEmpty();
    }
    assertUnavailable(cached, 11, "does not know schema id 11");
  }

  @Test
  void negativeIdIsUnknownWithoutAQuestion() {
    assertThat(cached.schema(-1)).isEmpty();
    assertThat(cached.schema(Integer.MIN_VALUE)).isEmpty();
    assertThat(node.asked).isEmpty();
  }

  @Test
  void refusalForOneIdLeavesOthersAlone() {
    node.put("a-value", SCHEMA);
    node.put("b-value", "\"string\"");
    node.answerFor("/schemas/ids/7", 403, "{\"error_code\":40301}");

    assertThatThrownBy(() -> cached.schema(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("the registry at " + node.url() + " answered 403 for schema id 7");
    assertUnavailable(cached, 7, "answered 403");
    assertThat(node.asked).as("asked once before the backoff ends").hasSize(1);
    assertThat(cached.schema(1)).isPresent();

    node.behaveWell();
    pass(Duration.ofSeconds(1));
    assertUnavailable(cached, 7, "does not know schema id 7");
  }

  @Test
  void backoffOfAnIdGrowsToFiveSeconds() {
    node.answer(403, "{}");
    long begun = nanos.get();
    while (nanos.get() - begun < Duration.ofMinutes(1).toNanos()) {
      assertUnavailable(cached, 7, "answered 403");
      pass(Duration.ofMillis(50));
    }
    assertThat(node.asked).hasSizeBetween(12, 18);
  }

  @Test
  void registryThatFailsForTwoIdsIsNotAskedForAThird() {
    node.answer(503, "");
    assertUnavailable(cached, 1, "answered 503 with something that is not JSON for schema id 1");
    assertUnavailable(cached, 2, "answered 503");
    assertUnavailable(
        cached, 3, "the registry is not asked for schema id 3 yet, because the registry at");
    assertThat(node.asked).hasSize(2);

    node.behaveWell();
    node.put("a-value", SCHEMA);
    pass(Duration.ofMillis(250));
    assertThat(cached.schema(1)).isPresent();
  }

  @Test
  void registryThatHangsIsAwaitedOnceForAnyNumberOfIds() {
    hang(node);
    long begun = nanos.get();
    for (int id = 1; id <= 1_000; id++) {
      assertUnavailable(cached, id, "for schema id " + id);
    }
    assertThat(Duration.ofNanos(nanos.get() - begun)).isEqualTo(Duration.ofSeconds(1));
    assertThat(waits).isEqualTo(1);
    assertThat(node.asked).hasSizeLessThanOrEqualTo(RegistryLookups.MOST_UNDER_WAY);
  }

  @Test
  void registryThatAnswersLateIsAwaitedForABoundedPartOfAMinute() {
    node.put("a-value", SCHEMA);
    latency = Duration.ofMillis(900);
    long waited = 0;
    for (int id = 1; id <= 1_000; id++) {
      long begun = nanos.get();
      try {
        var _ = cached.schema(id);
      } catch (RegistryUnavailableException e) {
        // Not answered in the time that is left.
      }
      waited += nanos.get() - begun;
    }
    assertThat(Duration.ofNanos(waited))
        .isLessThan(Duration.ofSeconds(RegistryLookups.WAITS_PER_MINUTE + 1));
  }

  @Test
  void promptAnswersAreFreeSoThatUnknownIdsAreRejectedAtOnce() {
    latency = Duration.ofMillis(20);
    for (int id = 1; id <= 2_000; id++) {
      try {
        var _ = cached.schema(id);
      } catch (RegistryUnavailableException e) {
        assertThat(e).hasMessageContaining("does not know");
      }
    }
    assertThat(waits).isEqualTo(2_000);
  }

  @Test
  void lookupThatNoCallerAwaitsAnyMoreStillTeachesTheCache() throws Exception {
    node.put("a-value", SCHEMA);
    CountDownLatch answer = new CountDownLatch(1);
    hanging = true;
    node.behave(exchange -> {
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      node.behaveWell();
      node.answerNormally(exchange);
    });
    assertUnavailable(cached, 1, "has not answered yet for schema id 1");
    assertUnavailable(cached, 1, "has not answered yet for schema id 1");
    answer.countDown();

    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(30)) {
      try {
        assertThat(cached.schema(1)).isPresent();
        return;
      } catch (RegistryUnavailableException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("the answer of the lookup was not kept");
  }

  @Test
  void warmUpAsksAgainForWhatWasUnknownAMomentAgo() {
    assertThat(cached.id("a-value", UserDevice.getClassSchema(), false)).isEmpty();
    node.put("a-value", Contract.published(UserDevice.getClassSchema()));
    assertThat(cached.id("a-value", UserDevice.getClassSchema(), false)).isEmpty();
    assertThat(cached.freshId("a-value", UserDevice.getClassSchema(), false)).isPresent();
    assertThat(cached.id("a-value", UserDevice.getClassSchema(), false)).isPresent();
  }

  @Test
  void nodeThatIsAwayDoesNotMakeAnUnknownIdWaitForIt() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    CachedRegistry oneOfTwo = registry("http://127.0.0.1:" + closed + "," + node.url());
    assertThat(untilAnswered(oneOfTwo, 1)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void graceTimeIsASetting() {
    CachedRegistry strict = registry(node.url(), "missing.id.grace.ms", "0");
    assertThat(strict.schema(1)).isEmpty();
  }

  @Test
  void interruptedCallerFailsAndStaysInterrupted() {
    hang(node);
    CachedRegistry real =
        new CachedRegistry(
            new SerdeConfig(Map.of("schema.registry.url", node.url())).registry(),
            nanos::get,
            RegistryLookups.REAL);
    Thread.currentThread().interrupt();
    assertUnavailable(real, 1, "the thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void realWaitEndsWithTheConfiguredTime() {
    hang(node);
    CachedRegistry real =
        new CachedRegistry(
            new SerdeConfig(Map.of("schema.registry.url", node.url(), "lookup.wait.ms", "50"))
                .registry(),
            System::nanoTime,
            RegistryLookups.REAL);
    long begun = System.nanoTime();
    assertUnavailable(real, 1, "has not answered yet");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
  }
}
