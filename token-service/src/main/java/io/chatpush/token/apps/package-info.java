/** Knows which apps' devices may register. */
@NullMarked
@MayDependOn({"apps", "events", "service", "settings", "token.device"})
package io.chatpush.token.apps;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
