/** {@code ./chatpush chaos}: breaks a running stack on purpose and measures how it recovers. */
@NullMarked
@MayDependOn({
  "events",
  "schemas",
  "schemas.serde",
  "stack.launch",
  "testing.registry",
  "stack.replay",
  "stack.terminal"
})
package io.chatpush.stack.chaos;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
