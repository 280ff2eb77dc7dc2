package io.chatpush.settings;

import java.util.function.Function;

/**
 * The limits of the value of a setting, written as an operator writes the value. An empty text is
 * no limit.
 *
 * @param atLeast the smallest value that is allowed
 * @param moreThan the value that every allowed one exceeds
 * @param atMost the largest value that is allowed
 * @param lessThan the value that exceeds every allowed one
 */
public record Limits(String atLeast, String moreThan, String atMost, String lessThan) {

  /** Returns whether a value is within these limits, which the function reads. */
  <T extends Comparable<T>> boolean allow(T value, Function<String, T> parser) {
    return (atLeast.isEmpty() || value.compareTo(parser.apply(atLeast)) >= 0)
        && (moreThan.isEmpty() || value.compareTo(parser.apply(moreThan)) > 0)
        && (atMost.isEmpty() || value.compareTo(parser.apply(atMost)) <= 0)
        && (lessThan.isEmpty() || value.compareTo(parser.apply(lessThan)) < 0);
  }

  /** Returns the limits in words, as error messages and docs/settings.md have them. */
  public String words() {
    if (!atLeast.isEmpty() && !atMost.isEmpty()) {
      return atLeast + " to " + atMost;
    }
    String least = words("at least ", atLeast) + words("more than ", moreThan);
    String most = words("at most ", atMost) + words("less than ", lessThan);
    return least + (least.isEmpty() || most.isEmpty() ? "" : ", ") + most;
  }

  private static String words(String before, String limit) {
    return limit.isEmpty() ? "" : before + limit;
  }
}
