/**
 * An HTTP/2 client for many small requests to one host: it never has more streams open than the
 * server allows, repeats nothing by itself, and tells each request once how it ended.
 */
@NullMarked
@MayDependOn({})
package io.chatpush.dispatch.fcm.http2;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
