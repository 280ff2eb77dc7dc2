/** Who owns a device: the Kafka Streams topology from events to the table of devices by user. */
@NullMarked
@MayDependOn({
  "events",
  "lag",
  "rights",
  "schemas",
  "schemas.access",
  "schemas.serde",
  "service",
  "settings",
  "streams",
  "supervision",
  "token.device",
  "topics"
})
package io.chatpush.token.ownership;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
