/** A real schema registry, Apicurio, as a process of its own. */
@NullMarked
@MayDependOn({"testing.ports"})
package io.chatpush.testing.registry;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
