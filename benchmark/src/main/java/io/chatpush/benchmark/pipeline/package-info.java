/** The whole pipeline under load: a chat system's events in, FCM's responses out. */
@NullMarked
@MayDependOn({
  "benchmark.process",
  "benchmark.report",
  "benchmark.simulator",
  "cli.terminal",
  "events",
  "schemas",
  "schemas.provisioning",
  "schemas.serde",
  "stack",
  "stack.launch",
  "stack.replay",
  "testing.registry"
})
package io.chatpush.benchmark.pipeline;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
