/**
 * What both services have of HTTP: problem details (RFC 9457), in which they answer every request
 * that they do not fulfil, and bounds for what slow or silent clients can take from a service: time
 * limits for the headers, the body and the reading of an answer, and limits for connections and
 * unread bytes. The same for the port of the service and for a management port of its own.
 */
@NullMarked
package io.chatpush.http;

import org.jspecify.annotations.NullMarked;
