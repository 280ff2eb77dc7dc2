/**
 * HTTP/2 and HTTP/1.1 on Netty, in clear and over TLS: a request comes in, an answer goes out when
 * it is due.
 */
@NullMarked
@MayDependOn({})
package io.chatpush.fcm.simulator.http;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
