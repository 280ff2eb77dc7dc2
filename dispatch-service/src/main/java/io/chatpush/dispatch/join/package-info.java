/** Turns a command into one request for each recipient, with the recipient's devices. */
@NullMarked
@MayDependOn({
  "apps",
  "dispatch.content",
  "dispatch.kafka",
  "dispatch.output",
  "dispatch.push",
  "dispatch.text",
  "events",
  "rules",
  "schemas",
  "service",
  "streams"
})
package io.chatpush.dispatch.join;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
