/** Programs that only send to FCM, chatpush's gateway among them, each a process of its own. */
@NullMarked
@MayDependOn({
  "apps",
  "benchmark.pipeline",
  "benchmark.process",
  "benchmark.report",
  "benchmark.simulator",
  "cli.terminal",
  "dispatch.content",
  "dispatch.delivery",
  "dispatch.fcm.message",
  "dispatch.push",
  "dispatch.text",
  "events"
})
package io.chatpush.benchmark.sender;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
