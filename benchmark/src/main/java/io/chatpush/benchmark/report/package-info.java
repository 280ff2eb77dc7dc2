/** What was measured, as a table and as JSON. */
@NullMarked
@MayDependOn("cli.terminal")
package io.chatpush.benchmark.report;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
