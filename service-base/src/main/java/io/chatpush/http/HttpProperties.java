package io.chatpush.http;

import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of slow HTTP clients. A connection that is idle between two requests is closed by {@code
 * server.netty.idle-timeout}.
 *
 * @param headerTimeout how long the request line and the headers of a request may take, from their
 *     first byte; the connection is then closed, with 408 where that can still be said
 * @param bodyTimeout in each period of this length, a request body must end or progress by {@code
 *     minimum-rate}; only the time counts in which the service waits for the client. Also how long
 *     the rest of a body may take after the request was answered
 * @param answerTimeout in each period of this length, a client must read an answer to its end or by
 *     {@code minimum-rate}; the connection is then reset
 * @param minimumRate bytes a second at which a body must come and an answer must be read. As far as
 *     an answer fits into the 256 KB of the operating system's buffer it counts as read
 * @param unreadLimit bytes of answers that clients have not read yet, of all connections together;
 *     beyond, the connection whose client has been behind for longest is reset. Where many answers
 *     begin at once they may be twice as many for a moment
 * @param maxConnections connections at once; beyond, the one that has been idle for longest is
 *     closed, or the new one where none is idle
 */
@ConfigurationProperties(prefix = "chatpush.http", ignoreUnknownFields = false)
public record HttpProperties(
    @DefaultValue("10s") Duration headerTimeout,
    @DefaultValue("15s") Duration bodyTimeout,
    @DefaultValue("30s") Duration answerTimeout,
    @DefaultValue("1KB") DataSize minimumRate,
    @DefaultValue("64MB") DataSize unreadLimit,
    @DefaultValue("8192") int maxConnections) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final DataSize LEAST_RATE = DataSize.ofBytes(1);
  private static final DataSize HIGHEST_RATE = DataSize.ofMegabytes(1);

  /** Room for one scrape and one page of an export. */
  private static final DataSize LEAST_UNREAD = DataSize.ofMegabytes(16);

  private static final int FEWEST_CONNECTIONS = 10;
  private static final int MOST_CONNECTIONS = 1_000_000;

  public HttpProperties {
    checkTime("chatpush.http.header-timeout", headerTimeout);
    checkTime("chatpush.http.body-timeout", bodyTimeout);
    checkTime("chatpush.http.answer-timeout", answerTimeout);
    if (minimumRate.compareTo(LEAST_RATE) < 0 || minimumRate.compareTo(HIGHEST_RATE) > 0) {
      throw new InvalidSettingException(
          "chatpush.http.minimum-rate", "is " + minimumRate + ", it must be 1B to 1MB a second");
    }
    if (unreadLimit.compareTo(LEAST_UNREAD) < 0) {
      throw new InvalidSettingException(
          "chatpush.http.unread-limit", "is " + unreadLimit + ", it must be at least 16MB");
    }
    if (maxConnections < FEWEST_CONNECTIONS || maxConnections > MOST_CONNECTIONS) {
      throw new InvalidSettingException(
          "chatpush.http.max-connections",
          "is %d, it must be %d to %d"
              .formatted(maxConnections, FEWEST_CONNECTIONS, MOST_CONNECTIONS));
    }
  }

  /** Bytes that must have moved in a period of this length. */
  long leastBytes(Duration period) {
    return Math.max(1, minimumRate.toBytes() * period.toMillis() / 1_000);
  }

  private static void checkTime(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new InvalidSettingException(name, "is " + value + ", it must be 100 ms to 10 min");
    }
  }
}
