/**
 * What operators ask and do: what became of a message's pushes, which dead letters there are, and
 * to redrive or discard them.
 */
@NullMarked
@MayDependOn({
  "dispatch.delivery",
  "dispatch.fanout",
  "dispatch.kafka",
  "dispatch.policy",
  "dispatch.push",
  "events",
  "kafka",
  "schemas",
  "service",
  "settings"
})
package io.chatpush.dispatch.operations;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
