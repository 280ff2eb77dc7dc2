/**
 * Consumes a topic out of order and commits it in order: a slow record holds up neither its
 * partition nor its consumer.
 */
@NullMarked
@MayDependOn({"kafka", "service", "supervision"})
package io.chatpush.dispatch.window;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
