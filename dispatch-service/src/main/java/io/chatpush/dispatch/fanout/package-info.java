/** Turns a chat event into commands: who gets the push, what it says, and when it may begin. */
@NullMarked
@MayDependOn({
  "apps",
  "dispatch.content",
  "dispatch.kafka",
  "dispatch.output",
  "dispatch.policy",
  "dispatch.push",
  "dispatch.text",
  "events",
  "rules",
  "schemas",
  "service",
  "streams"
})
package io.chatpush.dispatch.fanout;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
