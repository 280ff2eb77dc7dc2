/**
 * An upstream chat system: replays chat logs as events and accounts for every push that they cause.
 */
@NullMarked
@MayDependOn({
  "cli.service",
  "cli.terminal",
  "events",
  "schemas",
  "schemas.serde",
  "stack.launch",
  "testing.registry"
})
package io.chatpush.stack.replay;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
