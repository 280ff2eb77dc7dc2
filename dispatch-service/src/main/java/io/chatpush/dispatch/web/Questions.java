package io.chatpush.dispatch.web;

import io.chatpush.access.AccessGrant;
import io.chatpush.dispatch.operations.LetterFilter;
import io.chatpush.dispatch.operations.LetterGroups.By;
import io.chatpush.dispatch.operations.LetterKind;
import io.chatpush.dispatch.operations.LetterState;
import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Reads the parameters of a question, so that one answer names every one that is wrong. A name that
 * nobody knows is refused: a filter mistyped would otherwise select everything.
 */
final class Questions {

  private static final Set<String> FILTERS =
      Set.of("of", "app", "code", "reason", "user", "since", "until", "state");

  private final MultiValueMap<String, String> parameters;
  private final Set<String> known;
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * @param others that the route knows beside the filters
   */
  Questions(MultiValueMap<String, String> parameters, String... others) {
    this(parameters, new TreeSet<>(FILTERS), List.of(others));
  }

  private Questions(
      MultiValueMap<String, String> parameters, Set<String> known, List<String> others) {
    this.parameters = parameters;
    this.known = known;
    known.addAll(others);
  }

  /** Of a route that knows no filters, but these. */
  static Questions without(MultiValueMap<String, String> parameters, String... known) {
    return new Questions(parameters, new TreeSet<>(), List.of(known));
  }

  /**
   * @throws ProblemException with status 403 if the caller names an app that the token is not for,
   *     or the token is for no app
   */
  LetterFilter filter(AccessGrant grant) {
    String app = text("app");
    if (app != null) {
      grant.requireApp(app);
    }
    return new LetterFilter(
        kind(),
        app,
        text("code"),
        text("reason"),
        text("user"),
        instant("since"),
        instant("until"),
        grant.onlyApps());
  }

  LetterKind kind() {
    LetterKind kind = one("of", name -> constant(LetterKind.class, name));
    return kind == null ? LetterKind.PUSHES : kind;
  }

  /** Open letters unless something else is asked for; {@code null} for all. */
  @Nullable LetterState state() {
    String given = parameters.getFirst("state");
    if ("all".equals(given)) {
      return null;
    }
    LetterState state = one("state", name -> constant(LetterState.class, name));
    return state == null ? LetterState.OPEN : state;
  }

  Set<By> groups() {
    Set<By> groups = EnumSet.noneOf(By.class);
    String given = parameters.getFirst("group");
    if (given != null) {
      for (String name : given.split(",", -1)) {
        By by = value("group", name, word -> constant(By.class, word));
        if (by != null) {
          groups.add(by);
        }
      }
    }
    return groups;
  }

  int number(String name, int otherwise, int least, int most) {
    Integer number =
        one(
            name,
            given -> {
              int parsed = Integer.parseInt(given);
              if (parsed < least || parsed > most) {
                throw new NumberFormatException();
              }
              return parsed;
            });
    return number == null ? otherwise : number;
  }

  boolean flag(String name) {
    Boolean flag =
        one(
            name,
            given ->
                switch (given) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException("must be true or false");
                });
    return flag != null && flag;
  }

  @Nullable String text(String name) {
    return one(name, given -> given);
  }

  @Nullable Instant instant(String name) {
    return one(name, Instant::parse);
  }

  /** Adds what a value turned out to be after it was read. */
  void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /**
   * To be called when all parameters are read.
   *
   * @throws ProblemException naming those that are wrong
   */
  void check() {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        wrong(
            name.length() > 64 ? name.substring(0, 64) + "…" : name,
            "is not known; there are " + String.join(", ", known));
      } else if (parameters.getOrDefault(name, List.of()).size() > 1) {
        wrong(name, "is given more than once");
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }

  private <T> @Nullable T one(String name, Function<String, T> read) {
    String given = parameters.getFirst(name);
    return given == null ? null : value(name, given, read);
  }

  private <T> @Nullable T value(String name, String given, Function<String, T> read) {
    try {
      return read.apply(given);
    } catch (NumberFormatException e) {
      wrong(name, "is not such a number");
    } catch (DateTimeException e) {
      wrong(name, "must be a time such as 2026-01-02T03:04:05Z");
    } catch (IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
    }
    return null;
  }

  static <E extends Enum<E>> E constant(Class<E> type, String name) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(name)) {
        return constant;
      }
      words.add(word);
    }
    throw new IllegalArgumentException("must be one of " + String.join(", ", words));
  }
}
