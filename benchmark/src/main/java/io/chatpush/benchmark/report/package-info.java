/** What was measured, as a table, as JSON and as a picture. */
@NullMarked
@MayDependOn("stack.terminal")
package io.chatpush.benchmark.report;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
