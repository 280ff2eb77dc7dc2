/** Tests of the room broker. */
@NullMarked
package io.chatpush.stack.broker;

import org.jspecify.annotations.NullMarked;
