/** Tests of {@code ./chatpush devices}. */
@NullMarked
package io.chatpush.stack.devices;

import org.jspecify.annotations.NullMarked;
