@NullMarked
package io.chatpush.logging;

import org.jspecify.annotations.NullMarked;
