package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts of dead letters by their properties.
 *
 * @param total of all groups
 * @param groups the largest first
 * @param complete false if the search timeout ended it: there are more
 * @param unread see {@link DeadLetterPage}
 */
record DeadLetterGroups(long total, List<Group> groups, boolean complete, long unread) {

  /** The property by which dead letters are counted. */
  enum By {
    REASON,
    APP,
    CODE
  }

  /**
   * Dead letters with the same properties; a property that was not requested is {@code null}.
   *
   * @param oldest the time at which the first was given up
   * @param newest the time at which the last was given up
   */
  record Group(
      @Nullable String reason,
      @Nullable String app,
      @Nullable String code,
      long count,
      Instant oldest,
      Instant newest) {}
}
