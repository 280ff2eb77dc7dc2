package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.pacing.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a send came to. Each outcome says what follows from it: the meters know it by {@link #code}
 * and {@link #result}, the project's queue by {@link #verdict}. How the push goes on is decided by
 * its kind: an {@link Ended} one is settled, a {@link Deferred} one is retried, a {@link NotSent}
 * one was no attempt and waits for its next turn.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM: error
 *     codes</a>
 */
public sealed interface DeliveryOutcome {

  /** The tag {@code result} of the meter {@code push.deliveries}. */
  enum Result {
    ACCEPTED,
    RETIRED,
    REJECTED,
    DEFERRED,
    NOT_SENT
  }

  /** Returns the code by which meters and logs know the outcome. */
  String code();

  /** Returns what {@code push.deliveries} counts the send as. */
  Result result();

  /** Returns what the outcome tells about the project of the push. */
  Verdict verdict();

  /** The push has ended: to send it again would change nothing. */
  sealed interface Ended extends DeliveryOutcome {

    /** The project works, whatever FCM says of this push. */
    @Override
    default Verdict verdict() {
      return Verdict.HEALTHY;
    }
  }

  /**
   * FCM took the push, which does not mean that a phone showed it.
   *
   * @param fcmMessageId FCM's name for it, {@code projects/P/messages/ID}; {@code null} where FCM
   *     gave none
   */
  record Accepted(@Nullable String fcmMessageId) implements Ended {

    /** The code of every accepted push. */
    public static final String CODE = "OK";

    @Override
    public String code() {
      return CODE;
    }

    @Override
    public Result result() {
      return Result.ACCEPTED;
    }
  }

  /** FCM no longer knows the address: no push to it can succeed. */
  record TokenRetired() implements Ended {

    @Override
    public String code() {
      return "UNREGISTERED";
    }

    @Override
    public Result result() {
      return Result.RETIRED;
    }
  }

  /**
   * FCM will never take this push as it is, or it cannot be sent at all.
   *
   * @param code FCM's error code, e.g. {@code INVALID_ARGUMENT}, or {@link #APP_UNKNOWN}
   * @param httpStatus of the answer, 0 where FCM was not asked
   */
  record Rejected(String code, int httpStatus) implements Ended {

    /** The app is not in the settings any more; fan-out lets no push of an unknown app through. */
    public static final String APP_UNKNOWN = "APP_UNKNOWN";

    @Override
    public Result result() {
      return Result.REJECTED;
    }
  }

  /**
   * FCM says that the address is invalid. It will never take this push as it is, and probably no
   * other push to this address.
   *
   * @param code FCM's error code
   * @param httpStatus of the answer
   */
  record AddressRefused(String code, int httpStatus) implements Ended {

    @Override
    public Result result() {
      return Result.REJECTED;
    }
  }

  /**
   * FCM does not take the push now, or may have taken it and nobody knows; the same push may be
   * taken later. This was an attempt.
   *
   * @param code FCM's error code, {@code HTTP_} and a status, or {@code NO_ANSWER}
   * @param httpStatus of the answer, 0 where there was none
   * @param retryAfter how long FCM asked to wait; {@code null} where it did not say
   */
  record Deferred(String code, int httpStatus, @Nullable Duration retryAfter)
      implements DeliveryOutcome {

    private static final int TOO_MANY_REQUESTS = 429;

    /** Whether FCM deferred the push because there are too many of them. */
    boolean isThrottled() {
      return httpStatus == TOO_MANY_REQUESTS;
    }

    @Override
    public Result result() {
      return Result.DEFERRED;
    }

    @Override
    public Verdict verdict() {
      return new Verdict.Failing(code, isThrottled(), retryAfter);
    }
  }

  /**
   * FCM surely did not get this push, or did not look at it. Nothing is wrong with the push: it was
   * no attempt, and the same push may be sent again at once when the cause is gone.
   *
   * @param code {@code NO_CONNECTION}, {@code NO_STREAM} (more is waiting than can be in flight, or
   *     the server refused it unseen), {@code NO_ACCESS_TOKEN}, {@code CREDENTIALS_REFUSED}, or
   *     {@code PROJECT_NOT_FOUND}
   * @param retryAfter how long FCM asked to wait; {@code null} where it did not say
   */
  record NotSent(String code, @Nullable Duration retryAfter) implements DeliveryOutcome {

    /** The code of a push for which no stream could be had, though there are connections. */
    public static final String NO_STREAM = "NO_STREAM";

    @Override
    public Result result() {
      return Result.NOT_SENT;
    }

    /** Connections that come and go, as at a GOAWAY every second, are no outage. */
    @Override
    public Verdict verdict() {
      return code.equals(NO_STREAM)
          ? new Verdict.Failing(code, false, retryAfter)
          : new Verdict.Unreachable(code);
    }
  }
}
