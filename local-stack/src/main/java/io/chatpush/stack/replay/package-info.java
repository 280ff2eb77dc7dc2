/**
 * An upstream chat system: replays chat logs as events and accounts for every push they call for.
 */
@NullMarked
package io.chatpush.stack.replay;

import org.jspecify.annotations.NullMarked;
