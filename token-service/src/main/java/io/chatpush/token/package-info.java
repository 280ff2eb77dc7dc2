/** token-service: apps register the devices of their users here. */
@NullMarked
package io.chatpush.token;

import org.jspecify.annotations.NullMarked;
