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
  "cli.service",
  "cli.terminal",
  "schemas.text",
  "stack.launch"
})
package io.chatpush.benchmark;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
