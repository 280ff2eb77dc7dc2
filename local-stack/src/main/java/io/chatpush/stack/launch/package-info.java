/** Starts, finds and stops the processes of the local stack. */
@NullMarked
@MayDependOn({
  "cli.service",
  "cli.terminal",
  "fcm.simulator",
  "schemas.access",
  "schemas.provisioning",
  "schemas.serde",
  "schemas.text",
  "testing.broker",
  "testing.ports",
  "testing.registry"
})
package io.chatpush.stack.launch;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
