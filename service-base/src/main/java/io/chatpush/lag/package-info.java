/**
 * Reads from the broker how far behind consumer groups are, in records and in seconds, so that the
 * lag is known even of a group whose consumers are dead.
 */
@NullMarked
@MayDependOn({"schemas.access", "settings", "supervision"})
package io.chatpush.lag;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
