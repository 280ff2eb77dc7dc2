/**
 * Knows which settings below {@code chatpush} a service has, by the records that take them, and
 * refuses unknown names and impossible values with one sentence.
 */
@NullMarked
@MayDependOn({})
package io.chatpush.settings;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
