/**
 * Bounds for what HTTP clients can take from a service: time limits for the headers, the body and
 * the reading of an answer, limits for connections and unread bytes, and one rendering of the
 * meters for all clients that wait for it. The same for the port of the service and for a
 * management port of its own.
 *
 * <p>May depend on {@code settings}.
 */
@NullMarked
package io.chatpush.http;

import org.jspecify.annotations.NullMarked;
