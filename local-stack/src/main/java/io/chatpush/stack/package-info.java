/** The command {@code ./chatpush}. */
@NullMarked
@MayDependOn({
  "cli",
  "cli.terminal",
  "schemas.text",
  "stack.access",
  "stack.chaos",
  "stack.demo",
  "stack.deployment",
  "stack.launch",
  "stack.replay"
})
package io.chatpush.stack;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
