/** Turns a command into one request for each recipient, with the recipient's devices. */
@NullMarked
@MayDependOn({
  "dispatch.kafka",
  "dispatch.output",
  "dispatch.push",
  "events",
  "schemas",
  "service",
  "streams"
})
package io.chatpush.dispatch.join;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
