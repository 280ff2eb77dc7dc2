package io.chatpush.dispatch.fcm;

import com.google.api.client.http.HttpResponseException;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;

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

  NotSent notSent() {
    return isRefusal()
        ? new NotSent(FcmOutcomeMapper.CREDENTIALS_REFUSED, null)
        : FcmSend.NO_ACCESS_TOKEN;
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
