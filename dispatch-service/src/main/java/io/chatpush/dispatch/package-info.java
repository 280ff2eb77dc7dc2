/** The dispatch service: chat events in, FCM out. */
@NullMarked
package io.chatpush.dispatch;

import org.jspecify.annotations.NullMarked;
