package io.chatpush.stack.launch;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The stack trace of a log entry; otherwise as {@link VisibleMessage}. */
public final class VisibleStack extends ThrowableProxyConverter {

  /** A few hundred frames. */
  private static final int LONGEST = 32_000;

  /** Made by Logback. */
  public VisibleStack() {}

  @Override
  public String convert(ILoggingEvent event) {
    String stack = super.convert(event);
    return stack.isEmpty()
        ? stack
        : "  | "
            + VisibleMessage.visible(stack.strip().replace("\t", "  "), LONGEST)
            + System.lineSeparator();
  }
}
