/**
 * What dispatch-service does before it consumes: it refuses unknown settings, checks its rights in
 * Kafka and rehearses pushes. The command {@code train}, which the build of an image runs, is here
 * too.
 */
@NullMarked
@MayDependOn({
  "http",
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
