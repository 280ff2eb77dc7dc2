/** How an instance of token-service proves to another one that a request comes from an instance. */
@NullMarked
@MayDependOn({"access", "service", "settings"})
package io.chatpush.token.instances;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
