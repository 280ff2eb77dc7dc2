package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.access.AccessGrant;
import io.chatpush.dispatch.web.RequestFields;
import io.chatpush.problem.ProblemException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads which dead letters a request selects: the fields are the same in a URL and in a body. */
final class FilterFields {

  private static final Set<String> NAMES =
      Set.of("of", "app", "code", "reason", "user", "since", "until", "state");

  private FilterFields() {}

  /** Returns the names of the fields of a filter, and others that the route accepts. */
  static Set<String> and(String... others) {
    Set<String> names = new TreeSet<>(NAMES);
    names.addAll(Set.of(others));
    return names;
  }

  /**
   * Reads a filter.
   *
   * @throws ProblemException with status 403 if the caller names an app that the token is not for,
   *     or the token is for no app
   */
  static DeadLetterFilter filter(RequestFields fields, AccessGrant grant) {
    String app = fields.text("app");
    if (app != null) {
      grant.requireApp(app);
    }
    return new DeadLetterFilter(
        kind(fields),
        app,
        fields.text("code"),
        fields.text("reason"),
        fields.text("user"),
        fields.instant("since"),
        fields.instant("until"),
        grant.onlyApps());
  }

  /** Reads the kind; dead letters of pushes unless the request says something else. */
  static DeadLetterKind kind(RequestFields fields) {
    DeadLetterKind kind = fields.constant("of", DeadLetterKind.class);
    return kind == null ? DeadLetterKind.PUSHES : kind;
  }

  /**
   * Reads the state; open dead letters unless the request says something else, {@code null} for
   * those of every state.
   */
  static @Nullable DeadLetterState state(RequestFields fields) {
    if ("all".equals(fields.text("state"))) {
      return null;
    }
    DeadLetterState state = fields.constant("state", DeadLetterState.class);
    return state == null ? DeadLetterState.OPEN : state;
  }
}
