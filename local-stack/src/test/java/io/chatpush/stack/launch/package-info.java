/** Tests of the room launch. */
@NullMarked
package io.chatpush.stack.launch;

import org.jspecify.annotations.NullMarked;
