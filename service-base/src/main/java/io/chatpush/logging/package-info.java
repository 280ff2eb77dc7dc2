/**
 * The last safeguard of the log of both services: whatever a line is made of, it is bounded, and no
 * character in it is obeyed by a terminal or hidden from a reader. Depends on the package service,
 * and on text of the module schemas.
 */
@NullMarked
package io.chatpush.logging;

import org.jspecify.annotations.NullMarked;
