/** {@code ./chatpush devices}: whose devices there are; taking them out, in, and away. */
@NullMarked
package io.chatpush.stack.devices;

import org.jspecify.annotations.NullMarked;
