/** What a registration is and what may happen to it. */
@NullMarked
@MayDependOn("events")
package io.chatpush.token.device;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
