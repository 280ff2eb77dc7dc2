/** Speaks FCM: what a push looks like on the wire, who may send it, and what an answer means. */
@NullMarked
package io.chatpush.dispatch.fcm;

import org.jspecify.annotations.NullMarked;
