/**
 * The apps of a deployment: their settings in files that both services read, checked as a whole and
 * taken while the service runs.
 */
@NullMarked
@MayDependOn({"events", "rules", "settings", "supervision"})
package io.chatpush.apps;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
