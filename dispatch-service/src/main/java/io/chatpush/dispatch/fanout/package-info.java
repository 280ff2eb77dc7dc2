/**
 * A chat event becomes commands, and a command one request per recipient with the recipient's
 * devices.
 */
@NullMarked
package io.chatpush.dispatch.fanout;

import org.jspecify.annotations.NullMarked;
