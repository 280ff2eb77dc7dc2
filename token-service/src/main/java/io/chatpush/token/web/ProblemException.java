package io.chatpush.token.web;

/** A request ends in a problem. */
// Not final: one that says when to come again is more than its problem.
class ProblemException extends RuntimeException {

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
