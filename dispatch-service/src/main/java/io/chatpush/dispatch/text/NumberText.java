package io.chatpush.dispatch.text;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.text.DecimalFormat;
import com.ibm.icu.text.DecimalFormatSymbols;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.text.PluralRules;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Writes numbers as one language and one style have them. Thread-safe. */
final class NumberText {

  /** Most counts are below it; their texts are kept. */
  private static final int SMALL = 32;

  private final LocalizedNumberFormatter formatter;
  private final AtomicReferenceArray<String> small = new AtomicReferenceArray<>(SMALL);

  private NumberText(LocalizedNumberFormatter formatter) {
    this.formatter = formatter;
  }

  static NumberText of(Locale locale) {
    return of(NumberFormat.getInstance(locale));
  }

  /**
   * @param style what follows {@code number,} in a template
   * @throws IllegalArgumentException if there is no such style
   */
  static NumberText of(Locale locale, @Nullable String style) {
    if (style == null) {
      return of(locale);
    }
    String stripped = style.strip();
    return switch (stripped) {
      case "integer" -> of(NumberFormat.getIntegerInstance(locale));
      case "percent" -> of(NumberFormat.getPercentInstance(locale));
      case "", "currency" -> throw new IllegalArgumentException("the currency is not known");
      default ->
          stripped.startsWith("::")
              ? new NumberText(NumberFormatter.forSkeleton(stripped.substring(2)).locale(locale))
              : of(new DecimalFormat(style, DecimalFormatSymbols.getInstance(locale)));
    };
  }

  private static NumberText of(NumberFormat format) {
    return new NumberText(((DecimalFormat) format).toNumberFormatter());
  }

  String of(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      long value = number.longValue();
      if (value >= 0 && value < SMALL) {
        return small((int) value);
      }
    }
    return formatter.format(number).toString();
  }

  private String small(int value) {
    String text = small.get(value);
    if (text == null) {
      text = formatter.format(value).toString();
      small.set(value, text);
    }
    return text;
  }

  /** Returns the plural category of the number as it is written. */
  String category(PluralRules rules, Number number) {
    return number instanceof Integer || number instanceof Long
        ? rules.select(number.doubleValue())
        : rules.select(formatter.format(number));
  }
}
