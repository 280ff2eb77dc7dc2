package io.chatpush.dispatch.text;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.text.PluralRules.PluralType;
import io.chatpush.dispatch.text.Piece.Count;
import io.chatpush.dispatch.text.Piece.Literal;
import io.chatpush.dispatch.text.Piece.Plural;
import io.chatpush.dispatch.text.Piece.Select;
import io.chatpush.dispatch.text.Piece.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes pieces of the text of a template, from what ICU's {@link MessagePattern} has parsed. ICU's
 * MessageFormat is not used: it is not thread-safe, it evaluates no argument lazily, and it shows
 * the name of an argument that has no value.
 */
final class TemplateParser {

  private static final Pattern DOLLAR_NAME = Pattern.compile("\\$\\{([^{}\\s]+)}");
  private static final Pattern ICU_INDEX = Pattern.compile("at pattern index (\\d+)");
  private static final String TYPES = "plural, selectordinal, select and number";

  private final String text;
  private final Locale locale;
  private final String language;
  private final VariableNames names;
  private final MessagePattern pattern = new MessagePattern();

  TemplateParser(String text, Locale locale, VariableNames names) {
    this.text = text;
    this.locale = locale;
    this.language = LocaleTag.of(locale).language();
    this.names = names;
  }

  /**
   * @throws TemplateException if the text is not a template
   */
  List<Piece> parse() {
    if (DOLLAR_NAME.matcher(text).find() && isOfTwiliosForm()) {
      return twiliosForm();
    }
    try {
      pattern.parse(text);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unparsable(e);
    }
    refuseClosingBraces();
    return message(0, null);
  }

  private boolean isOfTwiliosForm() {
    String rest = DOLLAR_NAME.matcher(text).replaceAll("");
    return rest.indexOf('{') < 0 && rest.indexOf('}') < 0;
  }

  private List<Piece> twiliosForm() {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = DOLLAR_NAME.matcher(text);
    int end = 0;
    while (matcher.find()) {
      addLiteral(text.substring(end, matcher.start()), pieces);
      pieces.add(value(variable(matcher.group(1), matcher.start())));
      end = matcher.end();
    }
    addLiteral(text.substring(end), pieces);
    return List.copyOf(pieces);
  }

  /**
   * @param start the index of the part that begins the message
   * @param number what {@code #} shows, in a plural
   */
  private List<Piece> message(int start, @Nullable Count number) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int end = pattern.getPart(start).getLimit();
    for (int i = start + 1; ; i++) {
      Part part = pattern.getPart(i);
      literal.append(text, end, part.getIndex());
      end = part.getLimit();
      switch (part.getType()) {
        case MSG_LIMIT -> {
          addLiteral(literal.toString(), pieces);
          return List.copyOf(pieces);
        }
        case REPLACE_NUMBER -> {
          if (number != null) {
            addLiteral(literal.toString(), pieces);
            literal.setLength(0);
            pieces.add(number);
          }
        }
        case ARG_START -> {
          if (part.getArgType() == ArgType.NONE && endsWithDollar(literal, part.getIndex())) {
            literal.setLength(literal.length() - 1);
          }
          addLiteral(literal.toString(), pieces);
          literal.setLength(0);
          pieces.add(argument(i));
          i = pattern.getLimitPartIndex(i);
          end = pattern.getPart(i).getLimit();
        }
        default -> {}
      }
    }
  }

  private boolean endsWithDollar(StringBuilder literal, int argument) {
    return !literal.isEmpty() && argument > 0 && text.charAt(argument - 1) == '$';
  }

  private static void addLiteral(String literal, List<Piece> pieces) {
    if (!literal.isEmpty()) {
      pieces.add(new Literal(literal));
    }
  }

  private Piece argument(int start) {
    Part argument = pattern.getPart(start);
    Part name = pattern.getPart(start + 1);
    if (name.getType() == Part.Type.ARG_NUMBER) {
      throw new TemplateException(
          argument.getIndex(),
          "The argument {%s} is a number, but variables have names, such as {sender}"
              .formatted(pattern.getSubstring(name)));
    }
    Variable variable = variable(pattern.getSubstring(name), argument.getIndex());
    return switch (argument.getArgType()) {
      case NONE -> value(variable);
      case SIMPLE -> number(variable, start);
      case SELECT -> select(variable, start + 2);
      case PLURAL -> plural(variable, PluralType.CARDINAL, start);
      case SELECTORDINAL -> plural(variable, PluralType.ORDINAL, start);
      case CHOICE -> throw unknownType("choice", argument.getIndex());
    };
  }

  private Variable variable(String name, int offset) {
    Variable variable = names.find(name);
    if (variable == null) {
      throw new TemplateException(
          offset,
          "There is no variable \"%s\"; the most similar one is \"%s\""
              .formatted(name, names.nearest(name)));
    }
    return variable;
  }

  private Piece value(Variable variable) {
    return variable == Variable.BuiltIn.MEDIA_COUNT
        ? new Count(variable, 0, NumberText.of(locale))
        : new Value(variable, language);
  }

  private Piece number(Variable variable, int start) {
    Part type = pattern.getPart(start + 2);
    if (!pattern.partSubstringMatches(type, "number")) {
      throw unknownType(pattern.getSubstring(type), type.getIndex());
    }
    refuseOtherThanNumber(variable, start);
    Part style = pattern.getPart(start + 3);
    try {
      return new Count(
          variable,
          0,
          NumberText.of(
              locale, style.getType() == Part.Type.ARG_STYLE ? pattern.getSubstring(style) : null));
    } catch (IllegalArgumentException e) {
      throw new TemplateException(
          style.getIndex(),
          "There is no style of numbers \"%s\"".formatted(pattern.getSubstring(style).strip()));
    }
  }

  private Piece select(Variable variable, int first) {
    Map<String, List<Piece>> branches = new HashMap<>();
    int i = first;
    while (pattern.getPartType(i) == Part.Type.ARG_SELECTOR) {
      branches.putIfAbsent(pattern.getSubstring(pattern.getPart(i)), message(i + 1, null));
      i = pattern.getLimitPartIndex(i + 1) + 1;
    }
    return new Select(variable, language, Map.copyOf(branches), other(branches));
  }

  private Piece plural(Variable variable, PluralType type, int start) {
    refuseOtherThanNumber(variable, start);
    int i = start + 2;
    Count count = new Count(variable, pattern.getPluralOffset(i), NumberText.of(locale));
    if (pattern.getPartType(i).hasNumericValue()) {
      i++;
    }
    Map<Double, List<Piece>> exact = new HashMap<>();
    Map<String, List<Piece>> categories = new HashMap<>();
    while (pattern.getPartType(i) == Part.Type.ARG_SELECTOR) {
      String category = pattern.getSubstring(pattern.getPart(i));
      Part next = pattern.getPart(i + 1);
      int branch = next.getType().hasNumericValue() ? i + 2 : i + 1;
      if (branch == i + 2) {
        exact.putIfAbsent(pattern.getNumericValue(next), message(branch, count));
      } else {
        categories.putIfAbsent(category, message(branch, count));
      }
      i = pattern.getLimitPartIndex(branch) + 1;
    }
    return new Plural(
        count,
        PluralRules.forLocale(locale, type),
        Map.copyOf(exact),
        Map.copyOf(categories),
        other(categories));
  }

  /** ICU has refused a text without it. */
  private static List<Piece> other(Map<String, List<Piece>> branches) {
    return branches.getOrDefault("other", List.of());
  }

  private void refuseOtherThanNumber(Variable variable, int start) {
    if (!variable.isNumeric()) {
      throw new TemplateException(
          pattern.getPart(start).getIndex(),
          "The variable \"%s\" is not a number"
              .formatted(pattern.getSubstring(pattern.getPart(start + 1))));
    }
  }

  private static TemplateException unknownType(String type, int offset) {
    return new TemplateException(
        offset, "An argument cannot have the type \"%s\"; there are %s".formatted(type, TYPES));
  }

  /** ICU takes a brace that closes nothing for literal text; here it is refused as a mistake. */
  private void refuseClosingBraces() {
    int i = 0;
    for (int part = 0; part < pattern.countParts(); part++) {
      if (pattern.getPartType(part) == Part.Type.ARG_START) {
        refuseClosingBrace(i, pattern.getPart(part).getIndex());
        part = pattern.getLimitPartIndex(part);
        i = pattern.getPart(part).getLimit();
      }
    }
    refuseClosingBrace(i, text.length());
  }

  private void refuseClosingBrace(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '}') {
        throw new TemplateException(i, "A brace is closed that is not opened");
      }
      if (c == '\'') {
        i = afterApostrophe(i, to);
      }
    }
  }

  private int unclosedBraces() {
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '{' -> open++;
        case '}' -> open--;
        case '\'' -> i = afterApostrophe(i, text.length());
        default -> {}
      }
    }
    return open;
  }

  /** Returns the index of the last character that the apostrophe there quotes, or its own index. */
  private int afterApostrophe(int apostrophe, int to) {
    char next = apostrophe + 1 < to ? text.charAt(apostrophe + 1) : ' ';
    return switch (next) {
      case '\'' -> apostrophe + 1;
      case '{', '}' -> endOfQuote(apostrophe + 2, to);
      default -> apostrophe;
    };
  }

  /** Returns the index of the apostrophe that ends quoted text. */
  private int endOfQuote(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\'') {
        if (i + 1 == to || text.charAt(i + 1) != '\'') {
          return i;
        }
        i++;
      }
    }
    return to;
  }

  /** What ICU parsed before it failed says where the fault is. */
  private TemplateException unparsable(RuntimeException cause) {
    String message = String.valueOf(cause.getMessage());
    int open = innermostOpenArgument();
    if (message.contains("Missing 'other'")) {
      return new TemplateException(open, "A plural or select has no branch \"other\"");
    }
    if (message.contains("Unmatched '{'") || unclosedBraces() > 0) {
      return new TemplateException(open, "A brace is opened and not closed");
    }
    Matcher index = ICU_INDEX.matcher(message);
    return new TemplateException(
        index.find() ? Integer.parseInt(index.group(1)) : open,
        "The argument is not of ICU's form, such as {sender} or"
            + " {media_count, plural, one {# photo} other {# photos}}");
  }

  private int innermostOpenArgument() {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < pattern.countParts(); i++) {
      if (pattern.getPartType(i) == Part.Type.ARG_START) {
        open.add(pattern.getPart(i).getIndex());
      } else if (pattern.getPartType(i) == Part.Type.ARG_LIMIT) {
        open.removeLast();
      }
    }
    return open.isEmpty() ? 0 : open.getLast();
  }
}
