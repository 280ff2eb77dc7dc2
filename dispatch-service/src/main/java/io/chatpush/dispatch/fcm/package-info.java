/** Speaks FCM: what a push looks like on the wire, who may send it, and what an answer means. */
@NullMarked
@MayDependOn({
  "dispatch.delivery",
  "dispatch.pacing",
  "dispatch.push",
  "dispatch.startup",
  "service",
  "settings",
  "supervision"
})
package io.chatpush.dispatch.fcm;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
