package io.chatpush.http;

import io.chatpush.settings.DataSizeRange;
import io.chatpush.settings.DurationRange;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

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
@Validated
public record HttpProperties(
    @DefaultValue("10s") @DurationRange(atLeast = "100ms", atMost = "10m") Duration headerTimeout,
    @DefaultValue("15s") @DurationRange(atLeast = "100ms", atMost = "10m") Duration bodyTimeout,
    @DefaultValue("30s") @DurationRange(atLeast = "100ms", atMost = "10m") Duration answerTimeout,
    @DefaultValue("1KB") @DataSizeRange(atLeast = "1B", atMost = "1MB") DataSize minimumRate,
    @DefaultValue("64MB") @DataSizeRange(atLeast = HttpProperties.LEAST_UNREAD)
        DataSize unreadLimit,
    @DefaultValue("8192") @Range(min = 10, max = 1_000_000) int maxConnections) {

  /** One scrape and one page of an export fit into it. */
  static final String LEAST_UNREAD = "16MB";

  /** Bytes that must have moved in a period of this length. */
  long leastBytes(Duration period) {
    return Math.max(1, minimumRate.toBytes() * period.toMillis() / 1_000);
  }
}
