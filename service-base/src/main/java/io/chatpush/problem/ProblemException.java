package io.chatpush.problem;

import java.util.Map;

/** A request ends in a problem. */
// Not final: one that says when to come again is more than its problem.
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  /** A problem that needs no header of its own. */
  public ProblemException(Problem problem) {
    this(problem, Map.of());
  }

  /**
   * @param headers of the response, e.g. {@code WWW-Authenticate}
   */
  public ProblemException(Problem problem, Map<String, String> headers) {
    // A response, not a fault: the stack trace would help nobody.
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = Map.copyOf(headers);
  }

  /** The body of the response. */
  public Problem problem() {
    return problem;
  }

  /** Headers that the response must have. */
  public Map<String, String> headers() {
    return headers;
  }
}
