/** Tests of the package broker. */
@NullMarked
package io.chatpush.stack.broker;

import org.jspecify.annotations.NullMarked;
