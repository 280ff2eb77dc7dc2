/** {@code ./chatpush bench tokens}: what registering, keeping and restoring devices costs. */
@NullMarked
@MayDependOn({
  "benchmark.pipeline",
  "benchmark.process",
  "benchmark.report",
  "cli.service",
  "cli.terminal",
  "schemas",
  "stack.launch"
})
package io.chatpush.benchmark.tokens;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
