package io.chatpush.dispatch.web;

import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a request, whether they are parameters of its URL or members of its JSON
 * body. Collects what is wrong, so that one response names every wrong field. An unknown name is
 * refused: a mistyped filter would otherwise select everything. Used by one thread.
 */
public final class RequestFields {

  private static final int LONGEST_NAME = 64;

  private final Map<String, List<String>> values;
  private final Set<String> known;
  private final List<FieldError> errors = new ArrayList<>();

  private RequestFields(Map<String, List<String>> values, Set<String> known) {
    this.values = values;
    this.known = new TreeSet<>(known);
  }

  /**
   * Returns the parameters of a URL.
   *
   * @param known the names that the route accepts
   */
  public static RequestFields ofQuery(Map<String, List<String>> parameters, Set<String> known) {
    return new RequestFields(parameters, known);
  }

  /**
   * Returns the members of a JSON object; {@code null} counts as absent. An object or array is
   * refused by its text, when a field of another type is read from it.
   *
   * @param known the names that the route accepts
   */
  public static RequestFields ofBody(JsonNode object, Set<String> known) {
    Map<String, List<String>> values = new HashMap<>();
    object
        .properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          if (!value.isNull()) {
            values.put(
                field.getKey(), List.of(value.isString() ? value.stringValue() : value.toString()));
          }
        });
    return new RequestFields(values, known);
  }

  /** Returns the value as it was sent, or {@code null} if there is none. */
  public @Nullable String text(String name) {
    return read(name, given -> given);
  }

  /** Returns a time in the form of ISO 8601, or {@code null} if there is none. */
  public @Nullable Instant instant(String name) {
    return read(name, Instant::parse);
  }

  /** Returns a number from {@code least} to {@code most}, or the default. */
  public int number(String name, int defaultValue, int least, int most) {
    Integer number =
        read(
            name,
            given -> {
              int parsed = Integer.parseInt(given);
              if (parsed < least || parsed > most) {
                throw new NumberFormatException();
              }
              return parsed;
            });
    return number == null ? defaultValue : number;
  }

  /** Returns whether the field is true; without the field, false. */
  public boolean flag(String name) {
    Boolean flag =
        read(
            name,
            given ->
                switch (given) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException("must be true or false");
                });
    return flag != null && flag;
  }

  /** Returns a constant, named in lower case, or {@code null} if there is none. */
  public <E extends Enum<E>> @Nullable E constant(String name, Class<E> type) {
    return read(name, given -> constant(type, given));
  }

  /** Returns the constants of a list that commas separate, named in lower case. */
  public <E extends Enum<E>> Set<E> constants(String name, Class<E> type) {
    Set<E> constants = EnumSet.noneOf(type);
    String given = first(name);
    if (given != null) {
      for (String word : given.split(",", -1)) {
        E constant = parse(name, word, one -> constant(type, one));
        if (constant != null) {
          constants.add(constant);
        }
      }
    }
    return constants;
  }

  /** Adds an error that was found after the field was read. */
  public void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /**
   * Checks that all fields are known and right. To be called when all of them were read.
   *
   * @throws ProblemException naming those that are wrong
   */
  public void check() {
    for (Map.Entry<String, List<String>> field : values.entrySet()) {
      String name = field.getKey();
      if (!known.contains(name)) {
        wrong(
            name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
            "is not known; there are " + String.join(", ", known));
      } else if (field.getValue().size() > 1) {
        wrong(name, "is given more than once");
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }

  private @Nullable String first(String name) {
    List<String> given = values.get(name);
    return given == null || given.isEmpty() ? null : given.getFirst();
  }

  private <T> @Nullable T read(String name, Function<String, T> parser) {
    String given = first(name);
    return given == null ? null : parse(name, given, parser);
  }

  private <T> @Nullable T parse(String name, String given, Function<String, T> parser) {
    try {
      return parser.apply(given);
    } catch (NumberFormatException e) {
      wrong(name, "is not such a number");
    } catch (DateTimeException e) {
      wrong(name, "must be a time such as 2026-01-02T03:04:05Z");
    } catch (IllegalArgumentException e) {
      wrong(name, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
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
