/**
 * The last safeguard of the log of both services: whatever a line is made of, it is bounded, and no
 * character in it is obeyed by a terminal or hidden from a reader.
 */
@NullMarked
@MayDependOn({"schemas.text", "service"})
package io.chatpush.logging;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
