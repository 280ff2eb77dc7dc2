@NullMarked
package io.chatpush.supervision;

import org.jspecify.annotations.NullMarked;
