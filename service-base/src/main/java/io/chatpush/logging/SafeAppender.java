package io.chatpush.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * Hands every event over to another appender as a {@link SafeEvent}, but for the lines of libraries
 * that are too many. Lines below INFO are not limited: somebody has switched them on to see them.
 */
final class SafeAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final Appender<ILoggingEvent> appender;
  private final LibraryLines lines;

  /**
   * @param appender that writes; it is stopped with this one
   */
  SafeAppender(Appender<ILoggingEvent> appender, LibraryLines lines) {
    this.appender = appender;
    this.lines = lines;
    setName(appender.getName());
    setContext(appender.getContext());
  }

  @Override
  protected void append(ILoggingEvent event) {
    long leftOut =
        event.getLevel().isGreaterOrEqual(Level.INFO)
            ? lines.enter(event.getLoggerName(), event.getTimeStamp())
            : 0;
    if (leftOut >= 0) {
      appender.doAppend(new SafeEvent(event, leftOut == 0 ? "" : suffix(leftOut)));
    }
  }

  private static String suffix(long leftOut) {
    return " (" + leftOut + " lines of this logger before it were suppressed)";
  }

  @Override
  public void stop() {
    super.stop();
    appender.stop();
  }
}
