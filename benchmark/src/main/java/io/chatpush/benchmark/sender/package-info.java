/** Programs that only send to FCM, chatpush's gateway among them, each a process of its own. */
@NullMarked
package io.chatpush.benchmark.sender;

import org.jspecify.annotations.NullMarked;
