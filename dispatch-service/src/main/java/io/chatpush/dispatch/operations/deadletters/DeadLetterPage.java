package io.chatpush.dispatch.operations.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some letters, the oldest first.
 *
 * @param letters those found
 * @param cursor what to ask with for more; {@code null} if there are none
 * @param complete false if the time for one question was up first; the cursor goes on
 * @param unread how many letters may match and are left out, because the registry does not answer
 *     for their schema now
 */
record DeadLetterPage(
    List<DeadLetterView> letters, @Nullable String cursor, boolean complete, long unread) {}
