/** What people see in a terminal: lines, colours where it shows them, progress and tables. */
@NullMarked
@MayDependOn("schemas.text")
package io.chatpush.stack.terminal;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
