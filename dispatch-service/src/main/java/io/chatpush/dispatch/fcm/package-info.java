/** Sends pushes to FCM, and has FCM check previews: the gateway, its settings and its meters. */
@NullMarked
@MayDependOn({
  "apps",
  "dispatch.delivery",
  "dispatch.fcm.credentials",
  "dispatch.fcm.http2",
  "dispatch.fcm.message",
  "dispatch.pacing",
  "dispatch.preview",
  "dispatch.push",
  "dispatch.startup",
  "events",
  "service",
  "settings"
})
package io.chatpush.dispatch.fcm;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
