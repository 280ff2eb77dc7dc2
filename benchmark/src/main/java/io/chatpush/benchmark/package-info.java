/**
 * {@code ./chatpush bench}: what chatpush holds and costs, beside other programs that send to FCM.
 */
@NullMarked
@MayDependOn({
  "benchmark.pipeline",
  "benchmark.process",
  "benchmark.report",
  "benchmark.sender",
  "benchmark.simulator",
  "benchmark.slow",
  "benchmark.tokens",
  "schemas.text",
  "stack.launch",
  "stack.terminal"
})
package io.chatpush.benchmark;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
