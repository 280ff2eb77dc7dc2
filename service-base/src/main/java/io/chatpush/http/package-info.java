/**
 * Bounds for what HTTP clients can take from a service: time limits for the headers, the body and
 * the reading of an answer, limits for connections, unread bytes and the lines of a body, and one
 * rendering of the meters for all clients that wait for it. The same for the port of the service
 * and for a management port of its own.
 */
@NullMarked
@MayDependOn("settings")
package io.chatpush.http;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
