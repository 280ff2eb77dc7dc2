/** The local stack as the deployment that the commands of operators are about. */
@NullMarked
@MayDependOn({"cli.deployment", "cli.service", "cli.terminal", "stack.launch"})
package io.chatpush.stack.deployment;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
