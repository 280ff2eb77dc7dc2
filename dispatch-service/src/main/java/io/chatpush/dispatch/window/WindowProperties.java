package io.chatpush.dispatch.window;

import java.time.Duration;
import java.util.List;

/**
 * How a windowed consumer behaves.
 *
 * @param topics what it reads
 * @param groupId its consumer group
 * @param partitionLimit records of one partition that are not done, before it is paused; it goes on
 *     at half of that
 * @param lookBack records before the committed offset that are shown to {@link
 *     RecordHandler#recall}, 0 for none
 * @param commitInterval the longest that a finished record waits for its commit: what is redone
 *     after a crash
 * @param drainTimeout how long a partition that is taken away, or a stop, waits for work that has
 *     begun
 */
public record WindowProperties(
    List<String> topics,
    String groupId,
    int partitionLimit,
    int lookBack,
    Duration commitInterval,
    Duration drainTimeout) {

  /**
   * Records that are done and wait for an older one are a few bytes each: of them there may be
   * more, so that one slow record does not hold up its partition at once.
   */
  private static final int SPAN = 4;

  boolean isFull(OffsetWindow window) {
    return window.openSize() >= partitionLimit || window.size() >= SPAN * partitionLimit;
  }

  boolean hasRoom(OffsetWindow window) {
    return window.openSize() <= partitionLimit / 2 && window.size() <= SPAN * partitionLimit / 2;
  }
}
