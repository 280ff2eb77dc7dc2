/** {@code ./chatpush bench slow-clients}: what slow clients cost other clients. */
@NullMarked
@MayDependOn({"benchmark.report", "cli.terminal"})
package io.chatpush.benchmark.slow;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
