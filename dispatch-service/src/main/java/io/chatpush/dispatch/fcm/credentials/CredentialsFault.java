package io.chatpush.dispatch.fcm.credentials;

import com.google.api.client.http.HttpResponseException;

/**
 * Why there is no access token.
 *
 * @param httpStatus what the token endpoint answered; 0 where it did not
 */
public record CredentialsFault(int httpStatus) {

  /** Returns the fault that an exchange ended with. */
  public static CredentialsFault of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        return new CredentialsFault(answer.getStatusCode());
      }
    }
    return new CredentialsFault(0);
  }

  /** Whether the token endpoint does not take our key; otherwise it may give a token later. */
  public boolean isRefusal() {
    return httpStatus / 100 == 4 && httpStatus != 408 && httpStatus != 429;
  }

  @Override
  public String toString() {
    return httpStatus == 0
        ? "the token endpoint does not answer"
        : "the token endpoint answered " + httpStatus;
  }
}
