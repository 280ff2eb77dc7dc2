/**
 * What operators ask and do: what became of a message's pushes, what lies in the dead letters, and
 * to put it back on its way or aside.
 */
@NullMarked
package io.chatpush.dispatch.operations;

import org.jspecify.annotations.NullMarked;
