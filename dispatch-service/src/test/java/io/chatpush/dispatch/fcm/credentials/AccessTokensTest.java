package io.chatpush.dispatch.fcm.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.google.auth.oauth2.AccessToken;
import io.chatpush.dispatch.fcm.credentials.AccessTokens.Token;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final AtomicInteger exchanges = new AtomicInteger();
  private final Clock clock = new SetClock(now);

  @Test
  void asksOnceForAllWhoWait() {
    CountDownLatch answer = new CountDownLatch(1);
    AccessTokens tokens =
        tokens(() -> {
          block(answer);
          return token();
        });
    var waiting = IntStream.range(0, 50).mapToObj(_ -> tokens.next()).toList();
    assertThat(tokens.current()).isNull();
    answer.countDown();
    assertThat(waiting).allSatisfy(token -> assertThat(token).succeedsWithin(PATIENCE));
    assertThat(exchanges).hasValue(1);
  }

  @Test
  void looksForTheNextWhileTheLastIsStillGood() {
    AccessTokens tokens = tokens(this::token);
    Token first = tokens.next().join();
    advance(Duration.ofMinutes(54));
    assertThat(tokens.current()).isEqualTo(first);
    assertThat(exchanges).hasValue(1);
    advance(Duration.ofMinutes(2));
    assertThat(tokens.current()).isEqualTo(first);
    await("the successor").until(() -> !first.equals(tokens.current()));
    assertThat(exchanges).hasValue(2);
  }

  @Test
  void doesNotUseATokenThatIsAboutToExpire() {
    AtomicInteger count = new AtomicInteger();
    AccessTokens tokens =
        tokens(() -> {
          if (count.incrementAndGet() > 1) {
            throw new IOException("down");
          }
          return token();
        });
    assertThat(tokens.next()).succeedsWithin(PATIENCE);
    advance(Duration.ofMinutes(59).plusSeconds(40));
    assertThat(tokens.current()).isNull();
  }

  @Test
  void restsAfterAFailureAndThenTriesAgain() {
    AtomicReference<Boolean> down = new AtomicReference<>(true);
    AccessTokens tokens = tokensUnless(down);
    assertThat(tokens.next()).failsWithin(PATIENCE);
    down.set(false);
    assertThat(tokens.next()).isCompletedExceptionally();
    assertThat(exchanges).hasValue(1);
    advance(AccessTokens.REST);
    assertThat(tokens.next()).succeedsWithin(PATIENCE);
  }

  /** The failure then lies in the future, and would count as a moment ago until that comes. */
  @Test
  void triesAgainAfterAFailureWhenTheClockWasSetBack() {
    AtomicReference<Boolean> down = new AtomicReference<>(true);
    AccessTokens tokens = tokensUnless(down);
    assertThat(tokens.next()).failsWithin(PATIENCE);
    down.set(false);
    advance(Duration.ofHours(-2));
    assertThat(tokens.next()).succeedsWithin(PATIENCE);
  }

  @Test
  void triesAgainAfterAnErrorOfTheJvm() {
    AtomicReference<Boolean> broken = new AtomicReference<>(true);
    AccessTokens tokens =
        tokens(() -> {
          if (broken.get()) {
            throw new StackOverflowError("on purpose");
          }
          return token();
        });
    assertThat(tokens.next()).as("those who wait hear of it").failsWithin(PATIENCE);
    broken.set(false);
    advance(AccessTokens.REST);
    assertThat(tokens.next()).succeedsWithin(PATIENCE);
  }

  @Test
  void asksAgainNowAndThenWhileTheOldTokenIsStillGood() {
    AtomicReference<Boolean> down = new AtomicReference<>(false);
    AccessTokens tokens = tokensUnless(down);
    Token first = tokens.next().join();
    down.set(true);
    advance(Duration.ofMinutes(55));
    // A push every tenth of a second for four minutes.
    for (int i = 0; i < 4 * 60 * 10; i++) {
      assertThat(tokens.current()).isEqualTo(first);
      awaitTheExchange(tokens);
      advance(Duration.ofMillis(100));
    }
    assertThat(exchanges.get() - 1).isBetween(4 * 60 / 5 - 1, 4 * 60 / 5 + 1);
    down.set(false);
    advance(AccessTokens.REST);
    assertThat(tokens.current()).isEqualTo(first);
    await("the successor").until(() -> !first.equals(tokens.current()));
  }

  @Test
  void makesNoStormOfAnOutage() {
    AtomicReference<Boolean> down = new AtomicReference<>(true);
    AccessTokens tokens = tokensUnless(down);
    // A hundred pushes each tenth of a second for a minute.
    for (int tenth = 0; tenth < 60 * 10; tenth++) {
      for (int push = 0; push < 100; push++) {
        assertThat(tokens.current()).isNull();
        assertThat(tokens.next()).failsWithin(PATIENCE);
      }
      advance(Duration.ofMillis(100));
    }
    assertThat(exchanges.get()).isBetween(60 / 5 - 1, 60 / 5 + 1);
    int inTheOutage = exchanges.get();
    down.set(false);
    advance(AccessTokens.REST);
    for (int push = 0; push < 100; push++) {
      assertThat(tokens.next()).succeedsWithin(PATIENCE);
    }
    assertThat(exchanges).hasValue(inTheOutage + 1);
  }

  @Test
  void replacesATokenOfOneMinuteInGoodTime() {
    AccessTokens tokens =
        tokens(() ->
            new AccessToken("fixture-" + exchanges.get(), Date.from(now.get().plusSeconds(60))));
    assertThat(tokens.next()).succeedsWithin(PATIENCE);
    for (int second = 0; second < 10 * 60; second++) {
      Token token = tokens.current();
      assertThat(token).as("a token after %s s", second).isNotNull();
      assertThat(now.get()).isBefore(token.expiresAt());
      awaitTheExchange(tokens);
      advance(Duration.ofSeconds(1));
    }
    assertThat(exchanges.get()).isBetween(20, 21);
  }

  @Test
  void replacesARefusedTokenButNotOneAfterTheOther() {
    AccessTokens tokens = tokens(this::token);
    Token first = tokens.next().join();
    assertThat(tokens.refused(first)).isTrue();
    assertThat(tokens.refused(first)).isTrue();
    Token second = tokens.next().join();
    assertThat(second).isNotEqualTo(first);
    assertThat(tokens.refused(second)).isFalse();
    assertThat(tokens.current()).isEqualTo(second);
    advance(AccessTokens.REST);
    assertThat(tokens.refused(second)).isTrue();
  }

  @Test
  void hasOnlyTokensOfTheExchangeThatReplacedTheFirst() {
    AccessTokens tokens = tokens(this::token);
    Token old = tokens.next().join();
    tokens.take(() -> named("second"), named("first"));
    Token first = tokens.current();
    assertThat(first).isNotNull();
    assertThat(first.authorization()).isEqualTo("Bearer first");
    assertThat(tokens.refused(old)).as("a push in flight had the old one").isTrue();
    assertThat(tokens.current()).isEqualTo(first);
    advance(Duration.ofHours(1));
    assertThat(tokens.next().join().authorization()).isEqualTo("Bearer second");
  }

  @Test
  void forgetsTheFailureOfAnExchangeThatIsReplaced() {
    AccessTokens tokens =
        tokens(() -> {
          throw new IOException("down");
        });
    assertThat(tokens.next()).failsWithin(PATIENCE);
    tokens.take(() -> named("second"), named("first"));
    assertThat(tokens.current()).isNotNull();
    assertThat(tokens.next()).succeedsWithin(PATIENCE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesNothingFromAnExchangeThatEndsAfterItWasReplaced(boolean fails) {
    CountDownLatch answer = new CountDownLatch(1);
    AccessTokens tokens =
        tokens(() -> {
          block(answer);
          if (fails) {
            throw new IOException("down");
          }
          return token();
        });
    var waiting = tokens.next();
    await("the exchange").untilAtomic(exchanges, is(1));
    tokens.take(() -> named("second"), named("first"));
    answer.countDown();
    assertThat(waiting)
        .succeedsWithin(PATIENCE)
        .extracting(Token::authorization)
        .isEqualTo("Bearer first");
    assertThat(tokens.current()).isEqualTo(waiting.join());
  }

  @Test
  void usesHalfOfTheLifeOfAShortLivedToken() {
    AccessTokens tokens =
        tokens(() -> new AccessToken("fixture", Date.from(now.get().plusSeconds(8))));
    Token token = tokens.next().join();
    assertThat(token.refreshAt()).isEqualTo(NOW.plusSeconds(4));
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(6));
  }

  @Test
  void doesNotPrintATokenItHas() {
    Token token = tokens(this::token).next().join();
    assertThat(token.toString()).doesNotContain("fixture");
  }

  /** Tokens whose exchange fails as long as that is true. */
  private AccessTokens tokensUnless(AtomicReference<Boolean> down) {
    return tokens(() -> {
      if (down.get()) {
        throw new IOException("down");
      }
      return token();
    });
  }

  private AccessTokens tokens(AccessTokens.Exchange exchange) {
    return new AccessTokens(
        "app",
        () -> {
          exchanges.incrementAndGet();
          return exchange.fetch();
        },
        clock);
  }

  private AccessToken token() {
    return named("fixture-" + exchanges.get());
  }

  private AccessToken named(String value) {
    return new AccessToken(value, Date.from(now.get().plus(Duration.ofHours(1))));
  }

  /** The clock stands still meanwhile, so there is at most one. */
  private static void awaitTheExchange(AccessTokens tokens) {
    assertThat(tokens.next().handle((token, failure) -> "done")).succeedsWithin(PATIENCE);
  }

  private void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  private static void block(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** A clock that stands where it was put. */
  private static final class SetClock extends Clock {

    private final AtomicReference<Instant> at;

    SetClock(AtomicReference<Instant> at) {
      this.at = at;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return at.get();
    }
  }
}
