/**
 * Problem details (RFC 9457), with which both services answer each request that they do not fulfil.
 *
 * <p>May depend on {@code service}.
 */
@NullMarked
package io.chatpush.problem;

import org.jspecify.annotations.NullMarked;
