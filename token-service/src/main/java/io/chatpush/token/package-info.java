/** token-service: apps register the devices of their users here. */
@NullMarked
@MayDependOn({"lag", "token.startup"})
package io.chatpush.token;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
