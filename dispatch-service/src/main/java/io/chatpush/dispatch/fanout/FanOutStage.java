package io.chatpush.dispatch.fanout;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.content.ContentComposer;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.output.Outputs;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.dispatch.push.AppLimits;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.chatpush.streams.TolerantTimestamps;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The stage from {@code chat.messages} to commands, a part of a topology. All topologies to which
 * it is added share its meters.
 */
public final class FanOutStage {

  private static final ByteArrayDeserializer READER = new ByteArrayDeserializer();
  private static final ByteArraySerializer BYTES = new ByteArraySerializer();

  private final FanOut fanOut;
  private final AppLimits limits;
  private final FanOutMeters meters;
  private final RefusedEvents refused;

  /**
   * Registers the meters.
   *
   * @param bulkAbove audiences of more recipients go through the bulk lane
   * @param defaultTimeToLive how long a push is worth sending where the event does not say
   */
  public FanOutStage(
      Apps.Source apps,
      AppTexts texts,
      AppLimits limits,
      PayloadRenderer renderer,
      int bulkAbove,
      Duration defaultTimeToLive,
      StreamDeadLetters letters,
      RateLimitedLog log,
      MeterRegistry registry) {
    this.limits = limits;
    fanOut = new FanOut(apps, texts, new ContentComposer(renderer), bulkAbove, defaultTimeToLive);
    meters = new FanOutMeters(registry, apps.now().all().stream().map(App::id).toList());
    refused = new RefusedEvents(letters, meters, log);
  }

  /**
   * Adds the stage to a topology. It begins with full buckets for the limits of the apps.
   *
   * @param codecs makes a codec for each task
   * @param schemasAreTried whether a record comes only after the registry has answered for its
   *     schema
   * @param partitions returns how many partitions a topic has now
   * @param nanoTime a clock that does not jump
   */
  public Topology addTo(
      Topology topology,
      Supplier<RecordCodec> codecs,
      BooleanSupplier schemasAreTried,
      ToIntFunction<String> partitions,
      LongSupplier nanoTime) {
    int commandPartitions = partitions.applyAsInt(Topics.PUSH_COMMANDS);
    AppShares shares =
        new AppShares(limits, () -> partitions.applyAsInt(Topics.CHAT_MESSAGES), nanoTime);
    @Nullable AutoOffsetReset asConfigured = null;
    topology
        .addSource(
            asConfigured,
            "chat-messages",
            new TolerantTimestamps(),
            READER,
            READER,
            Topics.CHAT_MESSAGES)
        .addProcessor(
            "fan-out",
            () ->
                new FanOutProcessor(
                    fanOut,
                    codecs.get(),
                    commandPartitions,
                    meters,
                    refused,
                    schemasAreTried,
                    shares),
            "chat-messages")
        .addSink(FanOutProcessor.COMMANDS_SINK, Topics.PUSH_COMMANDS, BYTES, BYTES, "fan-out")
        .addSink(
            FanOutProcessor.BULK_COMMANDS_SINK, Topics.PUSH_COMMANDS_BULK, BYTES, BYTES, "fan-out")
        .addSink(
            FanOutProcessor.HELD_BACK_SINK,
            FanOutProcessor.HELD_BACK_IN.topic(),
            BYTES,
            BYTES,
            "fan-out");
    return Outputs.addOutcomes(topology, FanOutProcessor.SUPPRESSED_SINK, "fan-out")
        .addSink(
            FanOutProcessor.DEAD_LETTERS_SINK,
            Topics.CHAT_MESSAGES_DEAD_LETTERS,
            BYTES,
            BYTES,
            "fan-out");
  }
}
