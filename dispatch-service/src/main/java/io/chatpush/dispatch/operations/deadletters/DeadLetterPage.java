package io.chatpush.dispatch.operations.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of dead letters, the oldest first.
 *
 * @param letters the dead letters found
 * @param cursor for the request of the next page; {@code null} if there is none
 * @param complete false if the search timeout ended it; the cursor continues there
 * @param unread the number of dead letters that may match and are left out, because the registry
 *     does not answer for their schema now
 */
record DeadLetterPage(
    List<DeadLetterView> letters, @Nullable String cursor, boolean complete, long unread) {}
