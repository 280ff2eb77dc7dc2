package io.chatpush.apps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with names in braces, such as <code>
 * https://chat.example.com/c/{channel_id}?m={message_id}</code>, that is completed for each event.
 * Besides {@link #IDS} a pattern may name the variables that its app has declared. Immutable; two
 * patterns with the same text are equal.
 */
public final class IdPattern {

  /** The names that every pattern may use. */
  public static final Set<String> IDS = Set.of("app_id", "channel_id", "message_id", "sender_id");

  private static final char[] HEXADECIMAL = "0123456789ABCDEF".toCharArray();

  /** Returns the value of a name for one event. */
  @FunctionalInterface
  public interface Values {

    /** Returns the value; {@code null} if the event has none, which counts as empty. */
    @Nullable String of(String name);
  }

  /**
   * @param text a name or literal text
   */
  private record Part(String text, boolean isName) {}

  private final String pattern;
  private final List<Part> parts;

  private IdPattern(String pattern, List<Part> parts) {
    this.pattern = pattern;
    this.parts = List.copyOf(parts);
  }

  /**
   * Compiles a pattern.
   *
   * @param variables the declared variables of the app, in addition to {@link #IDS}
   * @throws IllegalArgumentException with a sentence for people that says what is wrong
   */
  public static IdPattern compile(String pattern, Set<String> variables) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      int open = pattern.indexOf('{', at);
      int literalEnd = open < 0 ? pattern.length() : open;
      String literal = pattern.substring(at, literalEnd);
      if (literal.indexOf('}') >= 0) {
        throw new IllegalArgumentException(
            "the pattern \"" + pattern + "\" has a closing brace without an opening one");
      }
      if (!literal.isEmpty()) {
        parts.add(new Part(literal, false));
      }
      if (open < 0) {
        break;
      }
      int close = pattern.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException(
            "the pattern \"" + pattern + "\" has an opening brace without a closing one");
      }
      String name = pattern.substring(open + 1, close);
      if (!IDS.contains(name) && !variables.contains(name)) {
        throw new IllegalArgumentException(
            ("the pattern \"%s\" names {%s}, which is neither a declared variable nor {app_id},"
                    + " {channel_id}, {message_id} or {sender_id}")
                .formatted(pattern, name));
      }
      parts.add(new Part(name, true));
      at = close + 1;
    }
    return new IdPattern(pattern, parts);
  }

  /** Returns the pattern with its names replaced by the values as they are. */
  public String fill(Values values) {
    if (parts.size() == 1) {
      return value(parts.getFirst(), values);
    }
    StringBuilder filled = new StringBuilder(pattern.length() + 32);
    for (Part part : parts) {
      filled.append(value(part, values));
    }
    return filled.toString();
  }

  /**
   * Returns the pattern with its names replaced by the percent-encoded values, for a URL: every
   * byte of UTF-8 except the unreserved characters, so that no value can add a part to the URL.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.3">RFC 3986, 2.3</a>
   */
  public String fillEncoded(Values values) {
    StringBuilder filled = new StringBuilder(pattern.length() + 32);
    for (Part part : parts) {
      String value = value(part, values);
      if (part.isName()) {
        encode(value, filled);
      } else {
        filled.append(value);
      }
    }
    return filled.toString();
  }

  private static String value(Part part, Values values) {
    if (!part.isName()) {
      return part.text();
    }
    String value = values.of(part.text());
    return value == null ? "" : value;
  }

  private static void encode(String value, StringBuilder to) {
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(octet)) {
        to.append((char) octet);
      } else {
        to.append('%').append(HEXADECIMAL[(octet >> 4) & 0xF]).append(HEXADECIMAL[octet & 0xF]);
      }
    }
  }

  private static boolean isUnreserved(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdPattern that && pattern.equals(that.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  /** Returns the pattern as it was written. */
  @Override
  public String toString() {
    return pattern;
  }
}
