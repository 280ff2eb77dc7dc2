/**
 * What operators ask and do from the command line, over the HTTP API of dispatch-service: {@code
 * ./chatpush why} and {@code ./chatpush dead-letters}.
 */
@NullMarked
@MayDependOn({"schemas.text", "stack.launch", "stack.terminal"})
package io.chatpush.stack.operations;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
