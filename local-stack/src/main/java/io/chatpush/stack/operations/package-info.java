/** What operators ask and do from the command line, over the HTTP API of dispatch-service. */
@NullMarked
package io.chatpush.stack.operations;

import org.jspecify.annotations.NullMarked;
