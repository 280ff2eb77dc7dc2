package io.chatpush.client;

import org.jspecify.annotations.Nullable;

/**
 * Messages were not published. The message of the exception says why and quotes neither a text nor
 * the access token.
 */
public final class PublishingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient @Nullable Problem problem;
  private final long handled;

  private PublishingException(
      String message, @Nullable Problem problem, long handled, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.handled = handled;
  }

  static PublishingException of(Problem problem) {
    return new PublishingException(problem.sentence(), problem, 0, null);
  }

  static PublishingException noAnswer(String message, @Nullable Throwable cause) {
    return new PublishingException(message, null, 0, cause);
  }

  /** Returns the same failure, after that number of messages. */
  PublishingException after(long messages) {
    String message =
        messages == 0
            ? getMessage()
            : getMessage() + " The first " + messages + " messages are published or refused.";
    return new PublishingException(String.valueOf(message), problem, messages, getCause());
  }

  /** Returns what chatpush answered; {@code null} if it did not answer. */
  public @Nullable Problem problem() {
    return problem;
  }

  /**
   * Returns the number of messages of the call that were published or refused before. The others
   * may be published again, and so may these.
   */
  public long handled() {
    return handled;
  }
}
