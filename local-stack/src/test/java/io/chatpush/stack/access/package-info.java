@NullMarked
package io.chatpush.stack.access;

import org.jspecify.annotations.NullMarked;
