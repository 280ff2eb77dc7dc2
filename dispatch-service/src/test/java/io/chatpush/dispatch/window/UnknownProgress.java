package io.chatpush.dispatch.window;

import io.chatpush.supervision.GroupProgress;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Knows nothing of any group, as where the lag is not read. */
final class UnknownProgress implements GroupProgress {

  @Override
  public Optional<String> stalled(String group, Collection<TopicPartition> partitions) {
    return Optional.empty();
  }

  @Override
  public Optional<String> withoutOwner(String group, Collection<TopicPartition> partitions) {
    return Optional.empty();
  }

  @Override
  public boolean lacks(String group, String memberId, long joinedNanos) {
    return false;
  }
}
