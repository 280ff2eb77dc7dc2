/** Starts the processes that are measured, receives their reports and measures what they cost. */
@NullMarked
@MayDependOn({"benchmark.report", "cli.terminal"})
package io.chatpush.benchmark.process;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
