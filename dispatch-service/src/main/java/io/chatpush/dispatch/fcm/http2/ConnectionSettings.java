package io.chatpush.dispatch.fcm.http2;

import java.time.Duration;

/**
 * Where the connections lead, and their limits.
 *
 * @param name of the threads
 * @param host to connect to
 * @param port to connect to
 * @param connections that take requests at the same time, at most
 * @param streams of a connection at the same time, at most; the limit of the server if that is
 *     lower
 * @param connectTimeout for TCP and for TLS, each
 * @param responseTimeout the time after which a request is {@link Http2Request.Exchange#abandon
 *     abandoned} by its sender; a connection that answered no request for half of it is given up
 *     then
 * @param maxIdleTime a connection that is unused for this long is closed
 * @param pingAfter a connection on which requests wait and nothing was received for this long is
 *     sent a PING, and closed if nothing is received for this long again
 */
public record ConnectionSettings(
    String name,
    String host,
    int port,
    int connections,
    int streams,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration maxIdleTime,
    Duration pingAfter) {}
