/** Which apps exist. */
@NullMarked
package io.chatpush.token.apps;

import org.jspecify.annotations.NullMarked;
