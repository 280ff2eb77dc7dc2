/** The whole pipeline under load: a chat system's events in, FCM's answers out. */
@NullMarked
package io.chatpush.benchmark.pipeline;

import org.jspecify.annotations.NullMarked;
