package io.chatpush.dispatch.text;

import com.ibm.icu.text.PluralRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a parsed template. */
sealed interface Piece {

  /**
   * Appends what the part says of an event.
   *
   * @return false if a value that it needs is missing; then there is no text
   */
  boolean append(Variables event, TextBuilder text);

  static boolean appendAll(List<Piece> pieces, Variables event, TextBuilder text) {
    for (int i = 0; i < pieces.size(); i++) {
      if (!pieces.get(i).append(event, text)) {
        return false;
      }
    }
    return true;
  }

  record Literal(String literal) implements Piece {
    @Override
    public boolean append(Variables event, TextBuilder text) {
      text.literal(literal);
      return true;
    }
  }

  record Value(Variable variable, String language) implements Piece {
    @Override
    public boolean append(Variables event, TextBuilder text) {
      String value = variable.text(event, language);
      if (value == null) {
        return false;
      }
      text.value(value, variable.cleaning());
      return true;
    }
  }

  /**
   * A number, and the {@code #} of a plural.
   *
   * @param offset is subtracted
   */
  record Count(Variable variable, double offset, NumberText numbers) implements Piece {
    @Override
    public boolean append(Variables event, TextBuilder text) {
      Number number = number(event);
      if (number == null) {
        return false;
      }
      text.literal(numbers.of(number));
      return true;
    }

    @Nullable Number number(Variables event) {
      Number number = variable.number(event);
      if (number == null || offset == 0) {
        return number;
      }
      return new BigDecimal(number.toString()).subtract(BigDecimal.valueOf(offset));
    }
  }

  /** The branch that the value names, else {@code other}, also where there is no value. */
  record Select(
      Variable variable, String language, Map<String, List<Piece>> branches, List<Piece> other)
      implements Piece {
    @Override
    public boolean append(Variables event, TextBuilder text) {
      String keyword = variable.text(event, language);
      List<Piece> branch = keyword == null ? null : branches.get(keyword);
      return appendAll(branch == null ? other : branch, event, text);
    }
  }

  /**
   * The branch of exactly this number, else of its plural category, else {@code other}.
   *
   * @param count the number less the offset, whose category decides
   */
  record Plural(
      Count count,
      PluralRules rules,
      Map<Double, List<Piece>> exact,
      Map<String, List<Piece>> categories,
      List<Piece> other)
      implements Piece {
    @Override
    public boolean append(Variables event, TextBuilder text) {
      Number number = count.variable().number(event);
      Number counted = count.number(event);
      if (number == null || counted == null) {
        return false;
      }
      List<Piece> branch = exact.isEmpty() ? null : exact.get(number.doubleValue());
      if (branch == null) {
        branch = categories.get(count.numbers().category(rules, counted));
      }
      return appendAll(branch == null ? other : branch, event, text);
    }
  }
}
