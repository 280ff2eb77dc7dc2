package io.chatpush.dispatch.join;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.output.Outputs;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.streams.TolerantTimestamps;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The stage from commands to requests, a part of a topology, with its own copy of the devices. All
 * topologies to which it is added share its meters.
 */
public final class JoinStage {

  /** The name of the store that keeps the devices. */
  public static final String DEVICES_STORE = "user-devices";

  private static final ByteArrayDeserializer READER = new ByteArrayDeserializer();
  private static final ByteArraySerializer BYTES = new ByteArraySerializer();

  private final JoinMeters meters;
  private final RefusedCommands refused;
  private final RateLimitedLog log;
  private final CommandTexts texts;

  /**
   * Registers the meters.
   *
   * @param texts of the apps, for devices whose language is not the default one of the app
   */
  public JoinStage(
      Apps.Source apps,
      AppTexts texts,
      StreamDeadLetters letters,
      DeadLetterMeters deadLetters,
      RateLimitedLog log,
      MeterRegistry registry) {
    this.log = log;
    this.texts = new CommandTexts(apps, texts);
    meters = new JoinMeters(registry);
    refused = new RefusedCommands(letters, deadLetters, log);
  }

  /**
   * Adds the stage to a topology.
   *
   * @param commands the topic of the commands
   * @param devices where the devices are kept, under the name {@link #DEVICES_STORE}
   * @param codecs makes codecs for each task
   * @param schemasAreTried whether a command comes only after the registry has answered for its
   *     schema
   */
  public Topology addTo(
      Topology topology,
      String commands,
      KeyValueBytesStoreSupplier devices,
      Supplier<RecordCodec> codecs,
      BooleanSupplier schemasAreTried) {
    return add(topology, commands, devices, () -> join(codecs, schemasAreTried));
  }

  /** Adds the stage as {@link #addTo} does, with a thread that rests after each command. */
  public Topology addPacedTo(
      Topology topology,
      String commands,
      KeyValueBytesStoreSupplier devices,
      Supplier<RecordCodec> codecs,
      BooleanSupplier schemasAreTried) {
    return add(topology, commands, devices, () -> new PacedJoin(join(codecs, schemasAreTried)));
  }

  private JoinProcessor join(Supplier<RecordCodec> codecs, BooleanSupplier schemasAreTried) {
    return new JoinProcessor(
        codecs.get(),
        meters,
        refused,
        schemasAreTried,
        new UserDevices(codecs.get(), meters, log),
        texts);
  }

  private static Topology add(
      Topology topology,
      String commands,
      KeyValueBytesStoreSupplier devices,
      ProcessorSupplier<byte[], byte[], byte[], Object> join) {
    topology
        .addReadOnlyStateStore(
            Stores.keyValueStoreBuilder(devices, Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled(),
            "user-devices-source",
            new DevicesFirst(),
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            Topics.USER_DEVICES,
            "user-devices-table",
            DeviceTable::new)
        .addSource(
            AutoOffsetReset.earliest(),
            "push-commands",
            new TolerantTimestamps(),
            READER,
            READER,
            commands)
        .addProcessor("join", join, "push-commands")
        .connectProcessorAndStateStores("join", DEVICES_STORE)
        // The lane stands in the command: one that was written to the wrong topic keeps it.
        .addSink(JoinProcessor.REQUESTS_SINK, Topics.PUSH_REQUESTS, BYTES, BYTES, "join")
        .addSink(JoinProcessor.BULK_REQUESTS_SINK, Topics.PUSH_REQUESTS_BULK, BYTES, BYTES, "join");
    return Outputs.addOutcomes(topology, JoinProcessor.OUTCOMES_SINK, "join")
        .addSink(
            JoinProcessor.PUSH_DEAD_LETTERS_SINK, Topics.PUSH_DEAD_LETTERS, BYTES, BYTES, "join")
        .addSink(JoinProcessor.PARKED_SINK, JoinProcessor.PARKED_IN.topic(), BYTES, BYTES, "join");
  }
}
