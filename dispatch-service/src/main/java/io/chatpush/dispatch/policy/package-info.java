/** Who must not get a push, and why. */
@NullMarked
package io.chatpush.dispatch.policy;

import org.jspecify.annotations.NullMarked;
