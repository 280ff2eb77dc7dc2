package io.chatpush.schemas.provisioning;

/**
 * How large topics are made; each number is at least 1.
 *
 * @param partitions of each topic; of those partitioned by user it can never be changed
 * @param replicas how many brokers have each record
 * @param minInSyncReplicas how many of them must have a record before a writer is told that it is
 *     there; no more than {@code replicas}
 */
public record TopicSize(int partitions, int replicas, int minInSyncReplicas) {

  /** Of a broker that is alone. */
  public static TopicSize ofOneBroker(int partitions) {
    return new TopicSize(partitions, 1, 1);
  }

  public TopicSize {
    if (partitions < 1 || replicas < 1 || minInSyncReplicas < 1) {
      throw new IllegalArgumentException("each number must be at least 1");
    }
    if (replicas > Short.MAX_VALUE || minInSyncReplicas > replicas) {
      throw new IllegalArgumentException(
          minInSyncReplicas + " in-sync replicas are more than there are replicas, " + replicas);
    }
  }
}
