/** Accepts chat events over HTTP, for chat systems that do not write to Kafka. */
@NullMarked
@MayDependOn({
  "access",
  "apps",
  "dispatch.fanout",
  "dispatch.kafka",
  "dispatch.web",
  "events",
  "http",
  "problem",
  "rules",
  "schemas",
  "service"
})
package io.chatpush.dispatch.publishing;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
