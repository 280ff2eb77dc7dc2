/** Finds ports that nobody uses. */
@NullMarked
@MayDependOn({})
package io.chatpush.testing.ports;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
