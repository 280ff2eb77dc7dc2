/** Starts, finds again and stops the processes of the local stack. */
@NullMarked
package io.chatpush.stack.launch;

import org.jspecify.annotations.NullMarked;
