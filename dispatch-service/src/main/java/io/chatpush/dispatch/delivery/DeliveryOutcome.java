package io.chatpush.dispatch.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a send came to.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM: error
 *     codes</a>
 */
public sealed interface DeliveryOutcome {

  /**
   * FCM took the push, which does not mean that a phone showed it.
   *
   * @param fcmMessageId FCM's name for it, {@code projects/P/messages/ID}; {@code null} where FCM
   *     gave none
   */
  record Accepted(@Nullable String fcmMessageId) implements DeliveryOutcome {}

  /** FCM no longer knows the address: it is of no use to anybody. */
  record TokenRetired() implements DeliveryOutcome {}

  /**
   * FCM will never take this push as it is, or it cannot be sent at all.
   *
   * @param code FCM's error code, e.g. {@code INVALID_ARGUMENT}, or {@link #APP_UNKNOWN}
   * @param httpStatus of the answer, 0 where FCM was not asked
   */
  record Rejected(String code, int httpStatus) implements DeliveryOutcome {

    /** The app is not in the settings any more; fan-out lets no push of an unknown app through. */
    public static final String APP_UNKNOWN = "APP_UNKNOWN";
  }

  /**
   * FCM says that the address is invalid. It will never take this push as it is, and probably no
   * other push to this address.
   *
   * @param code FCM's error code
   * @param httpStatus of the answer
   */
  record AddressRefused(String code, int httpStatus) implements DeliveryOutcome {}

  /**
   * Not now, says FCM, or it may have taken the push and nobody knows; the same push may be taken
   * later. This was an attempt.
   *
   * @param code FCM's error code, {@code HTTP_} and a status, or {@code NO_ANSWER}
   * @param httpStatus of the answer, 0 where there was none
   * @param retryAfter how long FCM asked to wait; {@code null} where it did not say
   */
  record Deferred(String code, int httpStatus, @Nullable Duration retryAfter)
      implements DeliveryOutcome {}

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
  }
}
