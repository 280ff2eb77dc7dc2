package io.chatpush.cli.operations;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a dead letter: its partition and offset. */
record DeadLetterName(int partition, long offset) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,18})");

  /** Reads {@code 3/1842}. */
  static final class Converter implements ITypeConverter<DeadLetterName> {
    @Override
    public DeadLetterName convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no letter: PARTITION/OFFSET, e.g. 3/1842");
      }
      return new DeadLetterName(
          Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
  }
}
