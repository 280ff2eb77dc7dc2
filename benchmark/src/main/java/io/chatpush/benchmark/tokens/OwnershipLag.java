package io.chatpush.benchmark.tokens;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far the ownership stream is behind what it reads. */
final class OwnershipLag {

  static final String GROUP = "chatpush-token-ownership";

  private static final List<String> READ =
      List.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES, GROUP + "-claims-repartition");

  /**
   * The end of a transaction is a record, too, and nobody commits an offset for having read it.
   * More lie about where streams have several threads.
   */
  private static final long MARKERS = 2;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Nothing for so long may be a pause between two stages. */
  private static final int LOOKS = 4;

  private OwnershipLag() {}

  /**
   * Returns when the stream is not behind.
   *
   * @param onLag is told how many records it is, again and again
   */
  static void awaitNone(Admin admin, Duration patience, LongConsumer onLag)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (int none = 0; none < LOOKS; ) {
      long lag = lag(admin);
      onLag.accept(lag);
      none = lag == 0 ? none + 1 : 0;
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            "The ownership stream is still %,d records behind after %d s."
                .formatted(lag, patience.toSeconds()));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** How much later than the work was done {@link #awaitNone} returns. */
  static Duration lookedLonger() {
    return BETWEEN_LOOKS.multipliedBy(LOOKS);
  }

  private static long lag(Admin admin) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin
          .describeTopics(READ)
          .allTopicNames()
          .get()
          .forEach((topic, description) ->
              description
                  .partitions()
                  .forEach(partition ->
                      ends.put(
                          new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
      Map<TopicPartition, Long> committed =
          admin
              .listConsumerGroupOffsets(GROUP)
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> entry.getValue() != null)
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
      return admin
          .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get()
          .entrySet()
          .stream()
          .mapToLong(end -> end.getValue().offset() - committed.getOrDefault(end.getKey(), 0L))
          .filter(behind -> behind > MARKERS)
          .sum();
    } catch (ExecutionException e) {
      throw new CommandException("Kafka does not say how far the ownership stream is.", e);
    }
  }

  private static long offset(OffsetAndMetadata committed) {
    return committed.offset();
  }
}
