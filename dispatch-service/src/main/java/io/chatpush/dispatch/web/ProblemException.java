package io.chatpush.dispatch.web;

/** A request ends in a problem. */
final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  ProblemException(Problem problem) {
    // An answer, not a fault: where it was thrown interests nobody.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
