/** The stand-in for FCM as a process of its own, so that its CPU is not the broker's. */
@NullMarked
@MayDependOn({
  "benchmark.process",
  "cli.terminal",
  "fcm.simulator",
  "fcm.simulator.http",
  "fcm.simulator.ledger"
})
package io.chatpush.benchmark.simulator;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
