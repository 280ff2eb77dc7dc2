/** What people see: lines, colours where there is a terminal, progress, tables. */
@NullMarked
package io.chatpush.stack.terminal;

import org.jspecify.annotations.NullMarked;
