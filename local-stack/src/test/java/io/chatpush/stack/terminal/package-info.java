/** Tests of the room terminal. */
@NullMarked
package io.chatpush.stack.terminal;

import org.jspecify.annotations.NullMarked;
