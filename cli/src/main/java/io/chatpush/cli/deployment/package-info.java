/** Which deployment a command is about: its addresses, apps, keys and access tokens. */
@NullMarked
@MayDependOn({"cli.service", "cli.terminal"})
package io.chatpush.cli.deployment;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
