/** What a push says: titles, texts and data of a chat event, short enough for FCM. */
@NullMarked
@MayDependOn({"apps", "dispatch.push", "dispatch.text", "events", "rules"})
package io.chatpush.dispatch.content;

import io.chatpush.architecture.MayDependOn;
import org.jspecify.annotations.NullMarked;
