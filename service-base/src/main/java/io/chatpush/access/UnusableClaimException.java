package io.chatpush.access;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A token is signed by an issuer that is trusted, but one of its claims cannot be used. Its message
 * is shown to the caller, who is to pass it on to the issuer: it names the claim and quotes
 * nothing.
 */
final class UnusableClaimException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnusableClaimException(String sentence) {
    super(sentence, null, false, false);
  }

  /** The sentence for the caller, if such an exception is among the causes of {@code failure}. */
  static Optional<String> sentence(Throwable failure) {
    return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(16)
        .filter(UnusableClaimException.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst();
  }
}
