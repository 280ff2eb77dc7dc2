/**
 * {@code ./chatpush devices}: lists, exports, imports and erases devices, and sends test pushes.
 */
@NullMarked
@MayDependOn({"schemas.text", "stack.launch", "stack.operations", "stack.terminal"})
package io.chatpush.stack.devices;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
