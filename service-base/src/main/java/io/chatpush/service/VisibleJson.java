package io.chatpush.service;

import io.chatpush.schemas.text.VisibleText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that may be printed to a terminal as it is: control characters, bidirectional controls,
 * characters without a width and all those beyond 16 bits are written as Unicode escapes, which
 * mean the same to every parser. JSON itself asks for the C0 controls only.
 */
public final class VisibleJson extends CharacterEscapes {

  private static final long serialVersionUID = 1;

  private final int[] ascii = standardAsciiEscapesForJSON();

  VisibleJson() {
    ascii[0x7F] = ESCAPE_STANDARD;
  }

  /** Returns a mapper without modules, for what does not come from Spring. */
  public static JsonMapper mapper() {
    return JsonMapper.builder(JsonFactory.builder().characterEscapes(new VisibleJson()).build())
        .build();
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return Arrays.copyOf(ascii, ascii.length);
  }

  /** Jackson asks for each half of a surrogate pair, so that both are escaped. */
  @Override
  public @Nullable SerializableString getEscapeSequence(int ch) {
    if (!VisibleText.isHidden(ch)) {
      return null;
    }
    StringBuilder escape = new StringBuilder();
    VisibleText.appendEscape(escape, ch);
    return new SerializedString(escape.toString());
  }
}
