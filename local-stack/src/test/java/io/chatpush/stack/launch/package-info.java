/** Tests of the package launch. */
@NullMarked
package io.chatpush.stack.launch;

import org.jspecify.annotations.NullMarked;
