/** What a push is: the plain values that every other room speaks of. */
@NullMarked
package io.chatpush.dispatch.push;

import org.jspecify.annotations.NullMarked;
