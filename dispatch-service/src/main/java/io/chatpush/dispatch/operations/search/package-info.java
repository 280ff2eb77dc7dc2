/**
 * What became of a message's pushes, for operators: reads the topics of the pipeline, because there
 * is no index.
 */
@NullMarked
@MayDependOn({
  "access",
  "dispatch.delivery",
  "dispatch.kafka",
  "dispatch.lanes",
  "dispatch.operations",
  "dispatch.operations.deadletters",
  "dispatch.operations.log",
  "dispatch.policy",
  "dispatch.push",
  "dispatch.web",
  "events",
  "problem",
  "schemas"
})
package io.chatpush.dispatch.operations.search;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
