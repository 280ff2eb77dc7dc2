package io.chatpush.dispatch.provisioning;

import io.chatpush.schemas.provisioning.TopicSize;
import io.chatpush.settings.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How large the command {@code provision} makes topics.
 *
 * @param partitions required by the command: partitions of each topic that it makes. It cannot be
 *     changed later, and no number fits both a laptop and a large deployment
 * @param replicationFactor how many brokers have each record
 * @param minInsyncReplicas how many of them must have a record before it counts as written, no more
 *     than {@code replication-factor}: with 2 of 3, a broker may be down and another one be lost,
 *     and nothing is
 */
@ConfigurationProperties(value = "chatpush.provisioning", ignoreUnknownFields = false)
record ProvisioningProperties(
    @Nullable Integer partitions,
    @DefaultValue("3") int replicationFactor,
    @DefaultValue("2") int minInsyncReplicas) {

  /**
   * @throws InvalidSettingException naming what is missing or wrong; the service has no need of
   *     them
   */
  TopicSize size() {
    if (partitions == null) {
      throw new InvalidSettingException(
          "chatpush.provisioning.partitions is not set: how many will do for the life of this"
              + " deployment?");
    }
    try {
      return new TopicSize(partitions, replicationFactor, minInsyncReplicas);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          "chatpush.provisioning: partitions %d, replication-factor %d, min-insync-replicas %d: %s."
              .formatted(partitions, replicationFactor, minInsyncReplicas, e.getMessage()));
    }
  }
}
