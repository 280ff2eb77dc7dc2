/** {@code ./chatpush chaos}: breaks a running stack on purpose and measures how it recovers. */
@NullMarked
@MayDependOn({
  "cli.service",
  "cli.terminal",
  "events",
  "schemas",
  "schemas.serde",
  "stack.launch",
  "stack.replay",
  "testing.registry"
})
package io.chatpush.stack.chaos;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
