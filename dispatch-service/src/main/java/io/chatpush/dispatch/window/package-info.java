/**
 * Consumes a topic out of order and commits it in order: a slow record holds up neither its
 * partition nor its consumer.
 */
@NullMarked
package io.chatpush.dispatch.window;

import org.jspecify.annotations.NullMarked;
