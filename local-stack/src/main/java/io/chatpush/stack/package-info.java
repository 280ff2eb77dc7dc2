/** The command {@code ./chatpush}. */
@NullMarked
@MayDependOn({
  "schemas.text",
  "stack.access",
  "stack.chaos",
  "stack.demo",
  "stack.devices",
  "stack.launch",
  "stack.operations",
  "stack.replay"
})
package io.chatpush.stack;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
