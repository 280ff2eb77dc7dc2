/** A real schema registry, Apicurio, as a process of its own. */
@NullMarked
package io.chatpush.stack.registry;

import org.jspecify.annotations.NullMarked;
