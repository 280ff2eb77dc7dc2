@NullMarked
package io.chatpush.cli;

import org.jspecify.annotations.NullMarked;
