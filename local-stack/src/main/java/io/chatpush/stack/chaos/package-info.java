/** {@code ./chatpush chaos}: breaks a running stack on purpose and measures how it recovers. */
@NullMarked
package io.chatpush.stack.chaos;

import org.jspecify.annotations.NullMarked;
