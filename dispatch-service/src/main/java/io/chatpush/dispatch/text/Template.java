package io.chatpush.dispatch.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with variables. Immutable and thread-safe.
 *
 * <p>It has one of two forms:
 *
 * <ul>
 *   <li>ICU's MessageFormat with named arguments of the types plural, selectordinal, select and
 *       number. There are no dates: the time zone of a device is not known.
 *   <li>The form of Twilio's templates: a text that has <code>${NAME}</code> and no other brace.
 *       Everything else in it is literal, apostrophes too.
 * </ul>
 *
 * <p>A name means the same in both forms, and <code>${NAME}</code> in a text with other braces is
 * the same as <code>{NAME}</code>. To show a dollar sign before a value, write <code>$${NAME}
 * </code>.
 *
 * <p>The variables of every template:
 *
 * <table>
 *   <caption>Names and values</caption>
 *   <tr><th>name</th><th>value</th></tr>
 *   <tr><td>{@code sender}</td><td>the sender's name, else their id</td></tr>
 *   <tr><td>{@code sender_id}</td><td>the sender's id</td></tr>
 *   <tr><td>{@code channel}</td><td>the name of the channel, never its id</td></tr>
 *   <tr><td>{@code channel_id}</td><td>the id of the channel</td></tr>
 *   <tr><td>{@code in_channel}</td><td>for a select: {@code yes} if there is the name of a channel,
 *       else {@code no}</td></tr>
 *   <tr><td>{@code message}</td><td>the text of the message</td></tr>
 *   <tr><td>{@code media}</td><td>a word such as "photo" in the language of the template, in the
 *       form that fits the count; in English where {@link Texts} has no words of that
 *       language</td></tr>
 *   <tr><td>{@code media_kind}</td><td>for a select: {@code photo}, {@code video}, {@code voice},
 *       {@code gif}, {@code file} or {@code attachment}</td></tr>
 *   <tr><td>{@code media_type}</td><td>the media type, such as {@code image/png}</td></tr>
 *   <tr><td>{@code media_count}</td><td>the number of attachments</td></tr>
 *   <tr><td>{@code reaction}</td><td>the reaction</td></tr>
 *   <tr><td>{@code event_type}, {@code app_id}, {@code message_id}</td><td>as in the
 *       event</td></tr>
 *   <tr><td>{@code USER}, {@code USER_FRIENDLY_NAME}, {@code PARTICIPANT}, {@code
 *       PARTICIPANT_FRIENDLY_NAME}, {@code PARTICIPANT_IDENTITY}</td><td>the same as {@code
 *       sender}</td></tr>
 *   <tr><td>{@code USER_IDENTITY}, {@code USER_SID}, {@code PARTICIPANT_SID}</td><td>the same as
 *       {@code sender_id}</td></tr>
 *   <tr><td>{@code CHANNEL}, {@code CONVERSATION}, each also with {@code _FRIENDLY_NAME} or {@code
 *       _UNIQUE_NAME}</td><td>the name of the channel, else its id</td></tr>
 *   <tr><td>{@code CHANNEL_SID}, {@code CONVERSATION_SID}</td><td>the same as {@code
 *       channel_id}</td></tr>
 *   <tr><td>{@code MESSAGE}, {@code MEDIA}, {@code MEDIA_COUNT}</td><td>the same as in small
 *       letters</td></tr>
 * </table>
 *
 * <p>Besides, there are the names that the app has declared; their values are in the event's data.
 * A declared name that is also one of the names above means the one above.
 *
 * <p>Among other parts of a text, each value that a person wrote (sender, channel, message,
 * reaction, data) is enclosed in U+2068 and U+2069, so that a name in another direction of writing
 * does not reorder the words around it. Controls that would end the enclosure early (U+202A to
 * U+202E, U+2066 to U+2069) are removed from the value. A value that is the whole text is not
 * enclosed. Control characters in names become spaces, and half of a surrogate pair becomes U+FFFD.
 * The literal text is never changed.
 *
 * @see <a href="https://unicode-org.github.io/icu/userguide/format_parse/messages/">ICU: formatting
 *     messages</a>
 * @see <a href="https://www.twilio.com/docs/conversations/push-notification-configuration">Twilio:
 *     push templates</a>
 */
public final class Template {

  /** More than FCM can carry in a notification. */
  private static final int LONGEST = 4096;

  private final String text;
  private final List<Piece> pieces;

  private Template(String text, List<Piece> pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  /**
   * Parses a text.
   *
   * @param locale the language of the text, for its plurals, numbers and media words
   * @param declared the keys of the event's data that the text may use
   * @throws TemplateException if the text is not a template, or a variable is not known
   */
  public static Template compile(String text, Locale locale, Set<String> declared) {
    return compile(text, locale, new VariableNames(declared));
  }

  static Template compile(String text, Locale locale, VariableNames names) {
    if (Cleaning.isBlank(text)) {
      throw new TemplateException(0, "The text is empty");
    }
    if (text.length() > LONGEST) {
      throw new TemplateException(
          LONGEST, "The text is longer than %,d characters".formatted(LONGEST));
    }
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
        throw new TemplateException(i, "The text has half of a surrogate pair");
      }
    }
    return new Template(text, new TemplateParser(text, locale, names).parse());
  }

  /**
   * Returns the text for an event, or null if the event lacks a value that the text needs, or if a
   * reader would see nothing of the text. A value is needed if it is in no branch or in the branch
   * that applies. A select whose variable has no value takes its branch {@code other}; a plural
   * needs its number. A declared variable that a plural or number uses has no value if it is not
   * written like {@code -12.5}.
   */
  public @Nullable String format(Variables event) {
    TextBuilder builder = new TextBuilder(text.length() + 48);
    return Piece.appendAll(pieces, event, builder) ? builder.build() : null;
  }

  /** Returns the text that was compiled. */
  @Override
  public String toString() {
    return text;
  }
}
