/** The method messages:send: who may call it, what it answers, in FCM's own words. */
@NullMarked
@MayDependOn({
  "fcm.simulator.behaviour",
  "fcm.simulator.http",
  "fcm.simulator.ledger",
  "fcm.simulator.message",
  "fcm.simulator.oauth"
})
package io.chatpush.fcm.simulator.fcm;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
