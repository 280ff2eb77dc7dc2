package io.chatpush.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The meters of HTTP connections.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code chatpush.http.connections}</td><td>gauge</td><td></td><td>open connections of
 *   clients</td></tr>
 *   <tr><td>{@code chatpush.http.unread.bytes}</td><td>gauge</td><td></td><td>bytes of answers that
 *   clients have not read yet</td></tr>
 *   <tr><td>{@code chatpush.http.closed}</td><td>counter</td><td>reason</td><td>connections closed
 *   because of their client: headers, body, answer, unread, connections</td></tr>
 * </table>
 */
final class HttpMeters {

  /** Why a connection was closed. */
  enum Reason {
    /** The request line or the headers took longer than the setting header-timeout. */
    HEADERS,
    /** The body came too slowly. */
    BODY,
    /** The answer was read too slowly. */
    ANSWER,
    /** The limit of unread bytes was reached, and this client had been behind for longest. */
    UNREAD,
    /** The limit of connections was reached. */
    CONNECTIONS
  }

  private final MeterRegistry registry;
  private final Map<Reason, Counter> closed = new EnumMap<>(Reason.class);

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Reason reason : Reason.values()) {
      closed.put(
          reason,
          Counter.builder("chatpush.http.closed")
              .description("Connections closed because of their client")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  void watch(HttpConnections connections) {
    Gauge.builder("chatpush.http.connections", connections, HttpConnections::open)
        .description("Open connections of clients")
        .register(registry);
    Gauge.builder("chatpush.http.unread.bytes", connections, HttpConnections::unread)
        .description("Bytes of answers that clients have not read yet")
        .baseUnit("bytes")
        .register(registry);
  }

  void closed(Reason reason) {
    Counter counter = closed.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
