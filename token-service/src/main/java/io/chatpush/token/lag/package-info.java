/** Exports how far behind the consumer groups of chatpush are, those of the other service too. */
@NullMarked
package io.chatpush.token.lag;

import org.jspecify.annotations.NullMarked;
