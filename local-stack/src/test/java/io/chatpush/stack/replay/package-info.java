/** Tests of the package replay. */
@NullMarked
package io.chatpush.stack.replay;

import org.jspecify.annotations.NullMarked;
