/** Tests of the package chaos. */
@NullMarked
package io.chatpush.stack.chaos;

import org.jspecify.annotations.NullMarked;
