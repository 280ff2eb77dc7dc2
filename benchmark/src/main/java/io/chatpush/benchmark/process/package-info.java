/** Processes that are measured: starting them, hearing from them, and what they cost. */
@NullMarked
package io.chatpush.benchmark.process;

import org.jspecify.annotations.NullMarked;
