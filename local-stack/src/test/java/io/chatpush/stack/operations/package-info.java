@NullMarked
package io.chatpush.stack.operations;

import org.jspecify.annotations.NullMarked;
