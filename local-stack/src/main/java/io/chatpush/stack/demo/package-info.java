/** The demonstration: a sample chat through the whole stack, shown as its readers would see it. */
@NullMarked
@MayDependOn({"cli.terminal", "events", "schemas.text", "stack.launch", "stack.replay"})
package io.chatpush.stack.demo;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
