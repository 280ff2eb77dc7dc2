/**
 * Runs fan-out and the join as two Kafka Streams applications, one for conversations and one for
 * the bulk lane.
 */
@NullMarked
@MayDependOn({
  "dispatch.content",
  "apps",
  "dispatch.fanout",
  "dispatch.join",
  "dispatch.kafka",
  "dispatch.output",
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
package io.chatpush.dispatch.lanes;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
