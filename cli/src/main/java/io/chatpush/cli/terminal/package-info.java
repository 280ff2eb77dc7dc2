/**
 * What people see in a terminal: lines, colours where it shows them, progress, tables, and the
 * sentence that says why a command stopped.
 */
@NullMarked
@MayDependOn("schemas.text")
package io.chatpush.cli.terminal;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
