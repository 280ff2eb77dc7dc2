/** {@code chatpush devices}: lists, exports, imports and erases devices, and sends test pushes. */
@NullMarked
@MayDependOn({"cli.deployment", "cli.operations", "cli.service", "cli.terminal", "schemas.text"})
package io.chatpush.cli.devices;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
