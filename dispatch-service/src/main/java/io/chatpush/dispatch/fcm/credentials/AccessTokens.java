package io.chatpush.dispatch.fcm.credentials;

import com.google.auth.oauth2.AccessToken;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access tokens of one Firebase project: always one that is good, fetched ahead of need, by one
 * virtual thread however many ask. Never blocks who asks. Thread-safe.
 */
public final class AccessTokens {

  /** Trades the service account's key for an access token; blocks. */
  @FunctionalInterface
  public interface Exchange {

    /** Returns a new token. */
    AccessToken fetch() throws IOException;
  }

  /**
   * An access token as FCM wants to see it.
   *
   * @param authorization value of the header, a secret
   * @param refreshAt from this moment on a successor is looked for
   * @param expiresAt from this moment on it is not used
   */
  public record Token(String authorization, Instant refreshAt, Instant expiresAt) {

    @Override
    public String toString() {
      return "Token[redacted, expires " + expiresAt + "]";
    }
  }

  private static final Logger log = LoggerFactory.getLogger(AccessTokens.class);

  /** Google's tokens live an hour, and its own libraries look for the next at 3:45 minutes. */
  private static final Duration REFRESH_AHEAD = Duration.ofMinutes(5);

  /** A push in flight takes up to ten seconds, and clocks differ. */
  private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(30);

  /**
   * How long a failed exchange answers for the next, and a refused token for its successor: without
   * it every push would ask the token endpoint anew.
   */
  static final Duration REST = Duration.ofSeconds(5);

  private final String appId;
  private final Clock clock;

  private volatile Exchange exchange;
  private volatile @Nullable Token current;
  private volatile @Nullable Failure failure;
  private Instant lastRefusal = Instant.MIN;
  private final AtomicReference<@Nullable CompletableFuture<Token>> running =
      new AtomicReference<>();

  private record Failure(Throwable cause, Instant at) {}

  /** Fetches nothing yet. */
  public AccessTokens(String appId, Exchange exchange, Clock clock) {
    this.appId = appId;
    this.exchange = exchange;
    this.clock = clock;
  }

  /** The token at hand, or {@code null} if one has to be waited for by {@link #next}. */
  public @Nullable Token current() {
    Token token = current;
    if (token == null) {
      return null;
    }
    Instant now = clock.instant();
    if (now.isBefore(token.refreshAt())) {
      return token;
    }
    var _ = next();
    return now.isBefore(token.expiresAt()) ? token : null;
  }

  /**
   * The token of an exchange that is under way or begun now. Completes exceptionally, with what the
   * exchange threw, if there is none to be had, and for {@link #REST} after that.
   */
  public CompletableFuture<Token> next() {
    Failure last = failure;
    if (last != null && rests(last.at(), clock.instant())) {
      return CompletableFuture.failedFuture(last.cause());
    }
    CompletableFuture<Token> mine = new CompletableFuture<>();
    CompletableFuture<Token> others = running.compareAndExchange(null, mine);
    if (others != null) {
      return others;
    }
    Token token = current;
    if (token != null && clock.instant().isBefore(token.refreshAt())) {
      // Somebody's exchange ended since the caller looked.
      running.set(null);
      mine.complete(token);
      return mine;
    }
    try {
      Thread.ofVirtual().name("fcm-credentials-" + appId).start(() -> fetch(mine));
    } catch (RuntimeException | Error e) {
      running.set(null);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  /** Whether that was a moment ago. A clock that was set back makes it a time in the future. */
  private static boolean rests(Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(REST));
  }

  /**
   * FCM refused this token although it looked good.
   *
   * @return whether it is worth asking for another: not if one was refused a moment ago
   */
  public synchronized boolean refused(Token token) {
    if (!token.equals(current)) {
      return true;
    }
    Instant now = clock.instant();
    if (rests(lastRefusal, now)) {
      return false;
    }
    lastRefusal = now;
    current = null;
    return true;
  }

  /**
   * From now on tokens are those of another exchange. Sends under way keep theirs.
   *
   * @param first a token that it has given already
   */
  synchronized void take(Exchange successor, AccessToken first) {
    exchange = successor;
    current = timed(first);
    failure = null;
    lastRefusal = Instant.MIN;
  }

  private void fetch(CompletableFuture<Token> result) {
    Token token = null;
    Throwable cause = null;
    Exchange asked = exchange;
    try {
      token = fetched(asked, timed(asked.fetch()));
    } catch (Throwable e) {
      // Of an Error, too, those who wait must hear.
      cause = e;
      token = failed(asked, e);
    }
    // Before the result: whoever sees it must be able to begin the next exchange.
    running.set(null);
    if (token != null) {
      result.complete(token);
    } else {
      result.completeExceptionally(cause == null ? new IllegalStateException() : cause);
    }
  }

  /** What is current now: what an exchange gave that was replaced meanwhile is not. */
  private synchronized Token fetched(Exchange by, Token token) {
    Token taken = current;
    if (!by.equals(exchange) && taken != null) {
      return taken;
    }
    current = token;
    failure = null;
    return token;
  }

  /** What there is all the same, if the exchange was replaced meanwhile. */
  private synchronized @Nullable Token failed(Exchange by, Throwable e) {
    if (!by.equals(exchange)) {
      return current;
    }
    failure = new Failure(e, clock.instant());
    log.warn("No access token for app {}, its pushes wait: {}", appId, CredentialsFault.of(e));
    return null;
  }

  private Token timed(AccessToken fetched) {
    Instant now = clock.instant();
    Date expiry = fetched.getExpirationTime();
    Instant end = expiry == null ? now.plus(Duration.ofHours(1)) : expiry.toInstant();
    // A token that lives shorter than the margins is used for half of its life.
    Duration life = Duration.between(now, end);
    Instant expiresAt = end.minus(min(EXPIRY_MARGIN, life.dividedBy(4)));
    Instant refreshAt = end.minus(min(REFRESH_AHEAD, life.dividedBy(2)));
    return new Token("Bearer " + fetched.getTokenValue(), refreshAt, expiresAt);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
