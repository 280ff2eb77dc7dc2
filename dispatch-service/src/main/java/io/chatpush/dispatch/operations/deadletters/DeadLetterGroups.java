package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many letters there are of each kind.
 *
 * @param total of all groups
 * @param groups the largest first
 * @param complete false if the time for one question was up first: there are more
 * @param unread as of {@link DeadLetterPage}
 */
record DeadLetterGroups(long total, List<Group> groups, boolean complete, long unread) {

  /** By what letters are counted. */
  enum By {
    REASON,
    APP,
    CODE
  }

  /**
   * Letters that have these in common; what they were not grouped by is {@code null}.
   *
   * @param oldest when the first of them was given up
   * @param newest when the last was
   */
  record Group(
      @Nullable String reason,
      @Nullable String app,
      @Nullable String code,
      long count,
      Instant oldest,
      Instant newest) {}
}
