/** What was measured, as a table, as JSON and as a picture. */
@NullMarked
package io.chatpush.benchmark.report;

import org.jspecify.annotations.NullMarked;
