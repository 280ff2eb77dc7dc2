/** How an instance of token-service proves to another one that a request comes from an instance. */
@NullMarked
package io.chatpush.token.instances;

import org.jspecify.annotations.NullMarked;
