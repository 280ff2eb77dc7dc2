/** Starts, finds and stops the processes of the local stack. */
@NullMarked
@MayDependOn({
  "fcm.simulator",
  "schemas.access",
  "schemas.provisioning",
  "schemas.serde",
  "schemas.text",
  "testing.broker",
  "testing.registry",
  "stack.terminal"
})
package io.chatpush.stack.launch;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
