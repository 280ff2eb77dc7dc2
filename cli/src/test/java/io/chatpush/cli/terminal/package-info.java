/** Tests of the package terminal. */
@NullMarked
package io.chatpush.cli.terminal;

import org.jspecify.annotations.NullMarked;
