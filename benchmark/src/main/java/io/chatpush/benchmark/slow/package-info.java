/** {@code ./chatpush bench slow-clients}: what slow clients take from others. */
@NullMarked
package io.chatpush.benchmark.slow;

import org.jspecify.annotations.NullMarked;
