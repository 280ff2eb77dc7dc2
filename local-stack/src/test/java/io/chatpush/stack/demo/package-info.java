/** Tests of the room demo. */
@NullMarked
package io.chatpush.stack.demo;

import org.jspecify.annotations.NullMarked;
