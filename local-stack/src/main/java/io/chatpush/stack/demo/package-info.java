/** The demonstration: a sample chat through the whole stack, shown as its readers would see it. */
@NullMarked
@MayDependOn({"events", "schemas.text", "stack.launch", "stack.replay", "stack.terminal"})
package io.chatpush.stack.demo;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
