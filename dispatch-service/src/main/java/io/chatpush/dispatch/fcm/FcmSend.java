package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.fcm.credentials.AccessTokens;
import io.chatpush.dispatch.fcm.credentials.CredentialsFault;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.http2.Http2Request;
import io.chatpush.dispatch.fcm.message.FcmAnswer;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.fcm.message.UnreadableAnswerException;
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
 * One send from its begin to its outcome: an access token, an exchange, perhaps a second exchange.
 * It is the task of its own timeout, since ten thousand of them begin in a second.
 *
 * <pre>
 *    «{@link #begin begin}»
 *       │
 *       ▼
 *    WAITING ◀────┐
 *     │   │ 1     │ 2
 *     │   ▼       │
 *     │ HANDED_OVER
 *   3 │   │ 4
 *     ▼   ▼
 *     ENDED
 * </pre>
 *
 * <ol>
 *   <li>{@link #handOver}: a stream is free. From now on FCM may see the push.
 *   <li>{@link #again}, once for each of two reasons: FCM refused the access token ({@link
 *       #answered}), or the server did not process the request ({@link #lost}). FCM has not seen
 *       the push.
 *   <li>The push was not sent: there was no access token ({@link #authorizeAndSubmit}), no
 *       connection ({@link #notSent}), no place in a queue ({@link #submit}), or the time is up
 *       ({@link #run}). The outcome is a {@link NotSent}.
 *   <li>{@link #answered} with FCM's answer, or {@link #lost} for the second time although the
 *       server did not process the request, which is a {@link NotSent}, too. Or {@link #lost} or
 *       {@link #run} without an answer: then it is not known whether FCM took the push, and the
 *       future completes exceptionally.
 * </ol>
 *
 * <p>Each edge is a compare-and-set of {@code phase}, so that the first of two threads decides; the
 * future is completed by the one that sets ENDED. The thread that began the send, that of the token
 * exchange, the event loop of the connection and the timer take turns: {@code token}, {@code
 * exchange} and {@code alarm} are read by the timer while others write them and are volatile,
 * {@code tokenRenewed} and {@code repeated} belong to the event loop of the exchange, and exchanges
 * follow one another.
 */
final class FcmSend implements Http2Request, TimerTask {

  private enum Phase {
    /** FCM cannot have seen the push. */
    WAITING,
    /** Written to a connection: FCM may have seen the push. */
    HANDED_OVER,
    /** The outcome is decided. */
    ENDED
  }

  private static final Logger log = LoggerFactory.getLogger(FcmSend.class);

  /** No connection could be opened. */
  static final NotSent NO_CONNECTION = new NotSent("NO_CONNECTION", null);

  /** There was no stream free in time, or the server refused to look at two of them. */
  static final NotSent NO_STREAM = new NotSent(NotSent.NO_STREAM, null);

  /** The token endpoint did not answer, or not in time. */
  static final NotSent NO_ACCESS_TOKEN = new NotSent("NO_ACCESS_TOKEN", null);

  /** The token endpoint does not take our key. */
  private static final NotSent CREDENTIALS_REFUSED =
      new NotSent(FcmOutcomeMapper.CREDENTIALS_REFUSED, null);

  /** It was sent, and nobody answered: FCM may have taken it. */
  static final String NO_ANSWER = "NO_ANSWER";

  private final FcmEndpoint endpoint;
  private final byte[] body;
  private final Http2Connections connections;
  private final Duration timeout;
  private final AnswerReader answers;
  private final FcmMeters meters;
  private final CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final long begunNanos = System.nanoTime();

  private volatile @Nullable Timeout alarm;
  private volatile @Nullable Exchange exchange;
  private volatile AccessTokens.@Nullable Token token;

  private boolean tokenRenewed;
  private boolean repeated;

  FcmSend(
      FcmEndpoint endpoint,
      byte[] body,
      Http2Connections connections,
      Duration timeout,
      AnswerReader answers,
      FcmMeters meters) {
    this.endpoint = endpoint;
    this.body = body;
    this.connections = connections;
    this.timeout = timeout;
    this.answers = answers;
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
                end(
                    CredentialsFault.of(failure).isRefusal()
                        ? CREDENTIALS_REFUSED
                        : NO_ACCESS_TOKEN);
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

  @Override
  public boolean handOver() {
    return phase.compareAndSet(Phase.WAITING, Phase.HANDED_OVER);
  }

  @Override
  public void begun(Exchange begun) {
    exchange = begun;
    if (phase.get() == Phase.ENDED) {
      begun.abandon();
    }
  }

  @Override
  public Http2Headers headers() {
    AccessTokens.Token with = token;
    if (with == null) {
      throw new IllegalStateException("submitted without a token");
    }
    return endpoint.headers(with);
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void answered(int status, @Nullable String retryAfter, String answer) {
    DeliveryOutcome said;
    try {
      said = answers.map(new FcmAnswer(status, retryAfter, answer));
    } catch (UnreadableAnswerException e) {
      fail(e);
      return;
    }
    AccessTokens.Token with = token;
    if (said instanceof NotSent
        && status == 401
        && with != null
        && !tokenRenewed
        && endpoint.accessTokens().refused(with)) {
      tokenRenewed = true;
      again();
    } else {
      end(said);
    }
  }

  @Override
  public void lost(boolean unprocessed) {
    if (!unprocessed) {
      fail(new NoAnswerException("the connection to FCM was lost before it answered"));
    } else if (repeated) {
      end(NO_STREAM);
    } else {
      repeated = true;
      again();
    }
  }

  @Override
  public void notSent(Throwable cause) {
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
    Exchange running = exchange;
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
    ended(reached.code());
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
