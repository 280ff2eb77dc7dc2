package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One send from beginning to end: a token, an exchange, perhaps a second one, an outcome. It is the
 * task of its own timeout, since ten thousand of them begin in a second.
 */
final class FcmSend implements TimerTask {

  private enum Phase {
    /** FCM cannot have seen the push. */
    WAITING,
    /** Written to a connection: FCM may have seen the push. */
    HANDED_OVER,
    /** The outcome stands. */
    ENDED
  }

  private static final Logger log = LoggerFactory.getLogger(FcmSend.class);

  /** No connection could be opened. */
  static final NotSent NO_CONNECTION = new NotSent("NO_CONNECTION", null);

  /** There was no stream free in time, or the server refused to look at two of them. */
  static final NotSent NO_STREAM = new NotSent(NotSent.NO_STREAM, null);

  /** The token endpoint did not answer, or not in time. */
  static final NotSent NO_ACCESS_TOKEN = new NotSent("NO_ACCESS_TOKEN", null);

  /** It was sent, and nobody answered: FCM may have taken it. */
  static final String NO_ANSWER = "NO_ANSWER";

  private final FcmEndpoint endpoint;
  private final byte[] body;
  private final FcmConnections connections;
  private final Duration timeout;
  private final FcmOutcomeMapper mapper;
  private final FcmMeters meters;
  private final CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final long begunNanos = System.nanoTime();

  private volatile @Nullable Timeout alarm;
  private volatile Http2Link.@Nullable Exchange exchange;
  private volatile AccessTokens.@Nullable Token token;

  // Exchanges follow one another.
  private boolean tokenRenewed;
  private boolean repeated;

  FcmSend(
      FcmEndpoint endpoint,
      byte[] body,
      FcmConnections connections,
      Duration timeout,
      FcmOutcomeMapper mapper,
      FcmMeters meters) {
    this.endpoint = endpoint;
    this.body = body;
    this.connections = connections;
    this.timeout = timeout;
    this.mapper = mapper;
    this.meters = meters;
  }

  CompletableFuture<DeliveryOutcome> outcome() {
    return outcome;
  }

  void begin(Timer timer) {
    meters.begun();
    alarm = timer.newTimeout(this, timeout.toNanos(), TimeUnit.NANOSECONDS);
    authorizeAndSubmit();
  }

  private void authorizeAndSubmit() {
    AccessTokens.Token atHand = endpoint.accessTokens().current();
    if (atHand != null) {
      submit(atHand);
      return;
    }
    var _ =
        endpoint
            .accessTokens()
            .next()
            .handle((next, failure) -> {
              if (next == null) {
                end(CredentialsFault.of(failure).notSent());
              } else {
                submit(next);
              }
              return null;
            });
  }

  private void submit(AccessTokens.Token with) {
    token = with;
    if (!connections.submit(this)) {
      end(NO_STREAM);
    }
  }

  /** A stream is free: from now on FCM may see the push, unless this is false. */
  boolean handOver() {
    return phase.compareAndSet(Phase.WAITING, Phase.HANDED_OVER);
  }

  void exchange(Http2Link.Exchange begun) {
    exchange = begun;
    if (phase.get() == Phase.ENDED) {
      begun.abandon();
    }
  }

  Http2Headers headers() {
    AccessTokens.Token with = token;
    if (with == null) {
      throw new IllegalStateException("submitted without a token");
    }
    return endpoint.headers(with);
  }

  byte[] body() {
    return body;
  }

  /** FCM answered. */
  void answered(FcmAnswer answer) {
    DeliveryOutcome said;
    try {
      said = mapper.map(answer);
    } catch (UnreadableAnswerException e) {
      fail(e);
      return;
    }
    AccessTokens.Token with = token;
    if (said instanceof NotSent
        && answer.status() == 401
        && with != null
        && !tokenRenewed
        && endpoint.accessTokens().refused(with)) {
      tokenRenewed = true;
      again();
    } else {
      end(said);
    }
  }

  /**
   * The stream ended without an answer.
   *
   * @param unprocessed whether the server declared that it did not look at it
   */
  void lost(boolean unprocessed) {
    if (!unprocessed) {
      fail(new NoAnswerException("the connection to FCM was lost before it answered"));
    } else if (repeated) {
      end(NO_STREAM);
    } else {
      repeated = true;
      again();
    }
  }

  /** There was no connection to be had. */
  void notSent(Throwable cause) {
    log.debug("No connection to FCM", cause);
    end(NO_CONNECTION);
  }

  private void again() {
    if (phase.compareAndSet(Phase.HANDED_OVER, Phase.WAITING)) {
      authorizeAndSubmit();
    }
  }

  /** The time is up. */
  @Override
  public void run(Timeout expired) {
    if (phase.compareAndSet(Phase.WAITING, Phase.ENDED)) {
      complete(token == null ? NO_ACCESS_TOKEN : NO_STREAM);
      return;
    }
    fail(new NoAnswerException("FCM gave no answer within " + timeout));
    Http2Link.Exchange running = exchange;
    if (running != null) {
      running.abandon();
    }
  }

  private void end(DeliveryOutcome reached) {
    if (phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
      complete(reached);
    }
  }

  private void fail(IOException failure) {
    if (phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
      ended(NO_ANSWER);
      outcome.completeExceptionally(failure);
    }
  }

  private void complete(DeliveryOutcome reached) {
    ended(
        switch (reached) {
          case Accepted _ -> FcmMeters.OK;
          case TokenRetired _ -> FcmMeters.RETIRED;
          case Rejected(String code, int _) -> code;
          case AddressRefused(String code, int _) -> code;
          case Deferred(String code, int _, Duration _) -> code;
          case NotSent(String code, Duration _) -> code;
        });
    outcome.complete(reached);
  }

  private void ended(String code) {
    Timeout running = alarm;
    if (running != null) {
      running.cancel();
    }
    meters.ended(code, System.nanoTime() - begunNanos);
  }
}
