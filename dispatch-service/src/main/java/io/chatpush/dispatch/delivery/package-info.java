/** One push request becomes one outcome per device: window, gateway, retry, dead letters. */
@NullMarked
package io.chatpush.dispatch.delivery;

import org.jspecify.annotations.NullMarked;
