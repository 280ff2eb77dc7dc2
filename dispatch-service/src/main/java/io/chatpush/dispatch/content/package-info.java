/** What a push says: titles, texts and data of a chat event, short enough for FCM. */
@NullMarked
package io.chatpush.dispatch.content;

import org.jspecify.annotations.NullMarked;
