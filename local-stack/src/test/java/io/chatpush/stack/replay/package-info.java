/** Tests of the room replay. */
@NullMarked
package io.chatpush.stack.replay;

import org.jspecify.annotations.NullMarked;
