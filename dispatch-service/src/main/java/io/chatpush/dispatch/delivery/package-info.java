/**
 * Sends the pushes of a request and settles each one: an outcome, a retry or a dead letter for
 * every device. Retries that are due go back to the commands.
 */
@NullMarked
@MayDependOn({
  "dispatch.kafka",
  "dispatch.pacing",
  "dispatch.push",
  "dispatch.startup",
  "dispatch.window",
  "events",
  "rules",
  "schemas",
  "schemas.access",
  "service",
  "settings",
  "supervision",
  "topics"
})
package io.chatpush.dispatch.delivery;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
