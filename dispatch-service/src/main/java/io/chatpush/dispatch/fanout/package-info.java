/**
 * Turns a chat event into commands, and a command into one request for each recipient with the
 * recipient's devices.
 */
@NullMarked
@MayDependOn({
  "dispatch.content",
  "dispatch.kafka",
  "dispatch.policy",
  "dispatch.push",
  "events",
  "schemas",
  "schemas.access",
  "service",
  "settings",
  "streams",
  "supervision",
  "topics"
})
package io.chatpush.dispatch.fanout;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
