@NullMarked
package io.chatpush.testing;

import org.jspecify.annotations.NullMarked;
