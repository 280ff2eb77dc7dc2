/** The demonstration: a sample chat through the whole stack, shown as its readers would see it. */
@NullMarked
package io.chatpush.stack.demo;

import org.jspecify.annotations.NullMarked;
