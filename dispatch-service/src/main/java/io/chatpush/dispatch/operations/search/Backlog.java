package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.delivery.DeliveryGroups;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.lanes.FanOutGroup;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.search.MessagePushes.Stage;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The pushes that have not ended: the records between the committed offsets of each group and the
 * end of its topics. A group that does not exist has no backlog. Thread-safe.
 */
final class Backlog {

  private static final long ANSWER_SECONDS = 10;

  /** A topic of the pipeline, and the group that consumes it. */
  record Queue(String topic, String group, Stage stage) {}

  private final KafkaClients clients;
  private final List<Queue> queues;

  Backlog(KafkaClients clients, FanOutGroup fanOut, DeliveryGroups delivery) {
    this.clients = clients;
    this.queues =
        Stream.concat(
                Stream.of(
                    new Queue(Topics.CHAT_MESSAGES, fanOut.id(), Stage.FAN_OUT),
                    new Queue(Topics.PUSH_COMMANDS, fanOut.id(), Stage.JOIN),
                    new Queue(Topics.PUSH_COMMANDS_BULK, fanOut.bulkId(), Stage.JOIN),
                    new Queue(Topics.PUSH_REQUESTS, delivery.direct(), Stage.DELIVERY),
                    new Queue(Topics.PUSH_REQUESTS_BULK, delivery.bulk(), Stage.DELIVERY)),
                RetryTier.topics().stream()
                    .map(topic -> new Queue(topic, delivery.retry(), Stage.RETRY)))
            .toList();
  }

  List<Queue> queues() {
    return queues;
  }

  /** Returns what each queue holds now; queues whose group does not exist are left out. */
  Map<Queue, LogRange> ranges(Consumer<?, ?> consumer) {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed();
    Map<Queue, LogRange> ranges = new HashMap<>();
    for (Queue queue : queues) {
      Map<TopicPartition, OffsetAndMetadata> ofGroup = committed.get(queue.group());
      if (ofGroup != null) {
        List<TopicPartition> partitions = LogRange.partitions(consumer, queue.topic());
        Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
        for (TopicPartition partition : partitions) {
          OffsetAndMetadata offset = ofGroup.get(partition);
          if (offset != null) {
            from.merge(partition, offset.offset(), Math::max);
          }
        }
        ranges.put(queue, LogRange.between(from, consumer.endOffsets(partitions)));
      }
    }
    return ranges;
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed() {
    try (Admin admin = clients.admin()) {
      Set<String> wanted = queues.stream().map(Queue::group).collect(Collectors.toSet());
      Set<String> there = new HashSet<>();
      for (GroupListing group :
          admin.listGroups(new ListGroupsOptions()).all().get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        if (wanted.contains(group.groupId())) {
          there.add(group.groupId());
        }
      }
      List<String> groups = new ArrayList<>(there);
      return admin
          .listConsumerGroupOffsets(
              groups.stream()
                  .collect(
                      Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec())))
          .all()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new KafkaException("the committed offsets of the groups cannot be read", e);
    }
  }
}
