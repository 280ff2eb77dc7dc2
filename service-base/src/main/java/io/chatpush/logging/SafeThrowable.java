package io.chatpush.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.chatpush.schemas.text.VisibleText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it may be written to a log: messages escaped and cut, a bounded number of frames,
 * causes and suppressed exceptions. It extends Logback's class, which Boot's formats of JSON
 * expect.
 */
final class SafeThrowable extends ThrowableProxy {

  /** Longer than any sentence of ours; libraries quote whole records and requests. */
  static final int LONGEST_MESSAGE = 1_000;

  /** A stack through Reactor has some 150 frames. A stack overflow would have 1,024. */
  private static final int MOST_FRAMES = 200;

  private static final int MOST_CAUSES = 10;
  private static final int MOST_SUPPRESSED = 5;
  private static final IThrowableProxy[] NONE = {};

  private final ThrowableProxy proxy;
  private final int depth;

  private SafeThrowable(ThrowableProxy proxy, int depth) {
    super(proxy.getThrowable());
    this.proxy = proxy;
    this.depth = depth;
  }

  /** Returns {@code null} for {@code null}, and for what does not come from this process. */
  static @Nullable SafeThrowable of(@Nullable IThrowableProxy proxy) {
    return of(proxy, 0);
  }

  private static @Nullable SafeThrowable of(@Nullable IThrowableProxy proxy, int depth) {
    return proxy instanceof ThrowableProxy known && depth < MOST_CAUSES
        ? new SafeThrowable(known, depth)
        : null;
  }

  @Override
  public @Nullable String getMessage() {
    return safe(proxy.getMessage());
  }

  @Override
  public @Nullable String getOverridingMessage() {
    return safe(proxy.getOverridingMessage());
  }

  private static @Nullable String safe(@Nullable String message) {
    return message == null ? null : VisibleText.of(message, LONGEST_MESSAGE);
  }

  @Override
  public String getClassName() {
    return proxy.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    StackTraceElementProxy[] frames = proxy.getStackTraceElementProxyArray();
    return frames.length - proxy.getCommonFrames() > MOST_FRAMES
        ? Arrays.copyOf(frames, MOST_FRAMES)
        : frames;
  }

  /** Returns 0 where frames were left out, since those that both have were at the end. */
  @Override
  public int getCommonFrames() {
    int common = proxy.getCommonFrames();
    return proxy.getStackTraceElementProxyArray().length - common > MOST_FRAMES ? 0 : common;
  }

  @Override
  public boolean isCyclic() {
    return proxy.isCyclic();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    return of(proxy.getCause(), depth + 1);
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    IThrowableProxy[] suppressed = proxy.getSuppressed();
    if (suppressed == null || suppressed.length == 0 || depth + 1 == MOST_CAUSES) {
      return NONE;
    }
    return Arrays.stream(suppressed)
        .limit(MOST_SUPPRESSED)
        .map(one -> of(one, depth + 1))
        .filter(java.util.Objects::nonNull)
        .toArray(IThrowableProxy[]::new);
  }
}
