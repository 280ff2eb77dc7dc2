/**
 * Problem details (RFC 9457), with which both services answer each request that they do not fulfil.
 */
@NullMarked
@MayDependOn("service")
package io.chatpush.problem;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
