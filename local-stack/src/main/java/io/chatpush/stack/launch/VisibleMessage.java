package io.chatpush.stack.launch;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.chatpush.schemas.text.VisibleText;

/**
 * The message of a log entry of the tools of the local stack, escaped and cut as the services do
 * it: nothing in it is obeyed by a terminal, and no line of it looks like an entry.
 */
public final class VisibleMessage extends MessageConverter {

  static final String CONTINUATION = "\n  | ";

  private static final int LONGEST = 8_000;

  /** Made by Logback. */
  public VisibleMessage() {}

  @Override
  public String convert(ILoggingEvent event) {
    return visible(super.convert(event), LONGEST);
  }

  static String visible(String text, int longest) {
    String cut = text.length() > longest ? text.substring(0, longest) + "… (cut)" : text;
    return VisibleText.lines(cut).replace("\n", CONTINUATION);
  }
}
