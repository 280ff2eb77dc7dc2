package io.chatpush.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import io.chatpush.schemas.text.VisibleText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An event of the log in which every text is escaped and cut, so that this holds for every pattern
 * and format. Lines of a message stay lines, but each begins with {@value #CONTINUATION}: no text
 * can make a line that looks like an event of its own.
 */
final class SafeEvent implements ILoggingEvent {

  /** What the second and later lines of a message begin with. */
  static final String CONTINUATION = "  | ";

  /** Above the longest report of a start that failed. */
  static final int LONGEST_MESSAGE = 8_000;

  private final ILoggingEvent event;
  private final String message;
  private final @Nullable IThrowableProxy throwable;

  /**
   * @param suffix added to the message; text of ours
   */
  SafeEvent(ILoggingEvent event, String suffix) {
    this.event = event;
    message = safe(String.valueOf(event.getFormattedMessage())) + suffix;
    throwable = SafeThrowable.of(event.getThrowableProxy());
  }

  private static String safe(String message) {
    // Line ends of Windows are two characters; the message of a library on that platform has them.
    String cut =
        VisibleText.lines(
            message.length() > LONGEST_MESSAGE
                ? message.substring(0, LONGEST_MESSAGE) + "… (cut)"
                : message.replace("\r\n", "\n"));
    return cut.indexOf('\n') < 0 ? cut : cut.replace("\n", "\n" + CONTINUATION);
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Returns none: they are part of the message. */
  @Override
  public Object @Nullable [] getArgumentArray() {
    return null;
  }

  @Override
  public String getFormattedMessage() {
    return message;
  }

  @Override
  public @Nullable IThrowableProxy getThrowableProxy() {
    return throwable;
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return safe(event.getMDCPropertyMap());
  }

  @Override
  @SuppressWarnings("deprecation") // Logback's interface still has it
  public Map<String, String> getMdc() {
    return getMDCPropertyMap();
  }

  private static Map<String, String> safe(@Nullable Map<String, String> properties) {
    if (properties == null || properties.isEmpty()) {
      return Map.of();
    }
    Map<String, String> safe = new LinkedHashMap<>();
    properties.forEach((name, value) -> safe.put(name, visible(value)));
    return safe;
  }

  @Override
  public @Nullable List<KeyValuePair> getKeyValuePairs() {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null
        ? null
        : pairs.stream().map(pair -> new KeyValuePair(pair.key, visible(pair.value))).toList();
  }

  private static String visible(@Nullable Object value) {
    return VisibleText.of(String.valueOf(value), SafeThrowable.LONGEST_MESSAGE);
  }

  @Override
  public String getThreadName() {
    return event.getThreadName();
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public @Nullable List<Marker> getMarkerList() {
    return event.getMarkerList();
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public Instant getInstant() {
    return event.getInstant();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public void prepareForDeferredProcessing() {
    event.prepareForDeferredProcessing();
  }
}
