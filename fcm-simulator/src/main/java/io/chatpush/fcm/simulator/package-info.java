/**
 * A stand-in for the FCM HTTP v1 API and its OAuth2 token endpoint: start it from Java or from the
 * command line.
 */
@NullMarked
@MayDependOn({
  "fcm.simulator.admin",
  "fcm.simulator.behaviour",
  "fcm.simulator.fcm",
  "fcm.simulator.http",
  "fcm.simulator.ledger",
  "fcm.simulator.oauth"
})
package io.chatpush.fcm.simulator;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
