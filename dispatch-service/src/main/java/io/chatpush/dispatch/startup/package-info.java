/**
 * Lists the steps of the start of dispatch-service in their order, and has those that concern no
 * other package: the refusal of unknown settings, the check of its rights in Kafka, the warm-up.
 * The command {@code train}, which the build of an image runs, is here too.
 */
@NullMarked
@MayDependOn({
  "apps",
  "http",
  "kafka",
  "lag",
  "rights",
  "schemas.access",
  "service",
  "settings",
  "streams",
  "supervision"
})
package io.chatpush.dispatch.startup;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
