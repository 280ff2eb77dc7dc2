/** The simulator's own HTTP API and its page. */
@NullMarked
@MayDependOn({
  "fcm.simulator.behaviour",
  "fcm.simulator.http",
  "fcm.simulator.ledger",
  "fcm.simulator.oauth"
})
package io.chatpush.fcm.simulator.admin;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
