/**
 * When a push may be sent: how many at once, which lane first, within a Firebase project's quota,
 * and not at all while the project is paused.
 */
@NullMarked
@MayDependOn({"events", "service", "settings"})
package io.chatpush.dispatch.pacing;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
