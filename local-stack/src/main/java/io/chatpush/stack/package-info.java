/** The command {@code ./chatpush}. */
@NullMarked
package io.chatpush.stack;

import org.jspecify.annotations.NullMarked;
