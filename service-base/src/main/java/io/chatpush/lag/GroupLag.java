package io.chatpush.lag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far behind a group is in a partition.
 *
 * @param records between what it has committed and the end
 * @param age of the first of them; {@code null} if that could not be read in time
 */
record GroupLag(long records, @Nullable Duration age) {

  static final GroupLag NONE = new GroupLag(0, Duration.ZERO);
}
