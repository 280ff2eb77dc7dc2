/** Shows what a chat event would look like on devices, and has it checked, before it is sent. */
@NullMarked
@MayDependOn({
  "access",
  "apps",
  "dispatch.content",
  "dispatch.fanout",
  "dispatch.publishing",
  "dispatch.push",
  "dispatch.text",
  "dispatch.web",
  "events",
  "http",
  "problem",
  "rules"
})
package io.chatpush.dispatch.preview;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
