/**
 * Removes native code of other platforms from a service's libraries when an image is built; no part
 * of a running service.
 */
@NullMarked
@MayDependOn({})
package io.chatpush.image;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
