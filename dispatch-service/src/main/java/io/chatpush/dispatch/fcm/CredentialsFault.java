package io.chatpush.dispatch.fcm;

import com.google.api.client.http.HttpResponseException;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;

/**
 * Why there is no access token.
 *
 * @param httpStatus what the token endpoint answered; 0 where it did not
 */
record CredentialsFault(int httpStatus) {

  static CredentialsFault of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        return new CredentialsFault(answer.getStatusCode());
      }
    }
    return new CredentialsFault(0);
  }

  /** FCM was never asked, so the push can be tried again without harm. */
  Deferred deferred() {
    return new Deferred(
        isRefusal() ? FcmOutcomeMapper.CREDENTIALS_REFUSED : FcmOutcomeMapper.NO_ANSWER,
        httpStatus,
        null);
  }

  private boolean isRefusal() {
    return httpStatus / 100 == 4 && httpStatus != 408 && httpStatus != 429;
  }

  @Override
  public String toString() {
    return httpStatus == 0
        ? "the token endpoint does not answer"
        : "the token endpoint answered " + httpStatus;
  }
}
