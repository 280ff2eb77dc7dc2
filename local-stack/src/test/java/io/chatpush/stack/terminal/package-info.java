/** Tests of the package terminal. */
@NullMarked
package io.chatpush.stack.terminal;

import org.jspecify.annotations.NullMarked;
