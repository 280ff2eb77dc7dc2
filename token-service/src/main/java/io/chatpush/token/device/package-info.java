/** What a registration is and what may happen to it. */
@NullMarked
package io.chatpush.token.device;

import org.jspecify.annotations.NullMarked;
