/** {@code ./chatpush bench tokens}: what registering, keeping and restoring devices takes. */
@NullMarked
package io.chatpush.benchmark.tokens;

import org.jspecify.annotations.NullMarked;
