package io.chatpush.dispatch.lanes;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The applications of both lanes without a broker. Commands that fan-out writes for the bulk lane
 * are joined by it when they are read here.
 */
final class BothLanes implements AutoCloseable {

  private static final Set<String> OUTPUTS_OF_BULK =
      Set.of(
          Topics.PUSH_REQUESTS,
          Topics.PUSH_REQUESTS_BULK,
          Topics.PUSH_OUTCOMES,
          Topics.PUSH_DEAD_LETTERS,
          RetryTier.AFTER_10S.topic());

  private final Lane conversations;
  private final Lane bulk;

  BothLanes(RecordCodec codec, Path state) {
    conversations = new Lane(Drivers.fastDriver(codec, state, new SimpleMeterRegistry()));
    bulk = new Lane(Drivers.bulkDriver(codec, state, new SimpleMeterRegistry()));
  }

  /** Writes a record to the topic, from which each application that has the topic reads it. */
  void pipe(String topic, TestRecord<byte[], byte[]> record) {
    if (LaneTopologies.SOURCES.contains(topic)) {
      conversations.pipe(topic, record);
    }
    if (LaneTopologies.BULK_SOURCES.contains(topic)) {
      bulk.pipe(topic, record);
    }
  }

  /** Returns what was written to the topic since it was last asked for. */
  List<TestRecord<byte[], byte[]>> read(String topic) {
    List<TestRecord<byte[], byte[]>> written = new ArrayList<>(conversations.read(topic));
    if (topic.equals(Topics.PUSH_COMMANDS_BULK)) {
      written.forEach(command -> bulk.pipe(topic, command));
    }
    if (OUTPUTS_OF_BULK.contains(topic)) {
      written.addAll(bulk.read(topic));
    }
    return written;
  }

  @Override
  public void close() {
    conversations.driver().close();
    bulk.driver().close();
  }

  private record Lane(
      TopologyTestDriver driver,
      Map<String, TestInputTopic<byte[], byte[]>> inputs,
      Map<String, TestOutputTopic<byte[], byte[]>> outputs) {

    Lane(TopologyTestDriver driver) {
      this(driver, new HashMap<>(), new HashMap<>());
    }

    void pipe(String topic, TestRecord<byte[], byte[]> record) {
      inputs
          .computeIfAbsent(
              topic,
              t -> driver.createInputTopic(t, new ByteArraySerializer(), new ByteArraySerializer()))
          .pipeInput(record);
    }

    List<TestRecord<byte[], byte[]>> read(String topic) {
      return outputs
          .computeIfAbsent(
              topic,
              t ->
                  driver.createOutputTopic(
                      t, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
          .readRecordsToList();
    }
  }
}
