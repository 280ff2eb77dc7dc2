/**
 * The dead letters for operators: lists, counts, shows and exports them, and redrives or discards
 * those that a filter selects.
 */
@NullMarked
@MayDependOn({
  "access",
  "dispatch.kafka",
  "dispatch.operations",
  "dispatch.operations.log",
  "dispatch.web",
  "events",
  "kafka",
  "problem",
  "rules",
  "schemas",
  "schemas.text",
  "service"
})
package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
