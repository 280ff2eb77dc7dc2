/**
 * Watches every background part of a service (stream threads, consumers, publishers, readers),
 * restarts the parts that no longer work, and reports in health and meters which part is broken and
 * why.
 */
@NullMarked
@MayDependOn({"service", "settings"})
package io.chatpush.supervision;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
