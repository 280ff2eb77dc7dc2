@NullMarked
package io.chatpush.rights;

import org.jspecify.annotations.NullMarked;
