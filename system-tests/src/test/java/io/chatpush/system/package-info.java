/**
 * Black-box tests: they drive the running stack from outside, as chat systems, apps and operators
 * do.
 */
@NullMarked
package io.chatpush.system;

import org.jspecify.annotations.NullMarked;
