package io.chatpush.benchmark.pipeline;

import io.chatpush.benchmark.report.Latency;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.stack.replay.PushIdSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads {@code push.outcomes} from where it ended when this was made, but only after the run:
 * reading along would cost the machine CPU that the pipeline is measured on.
 */
final class OutcomeTally implements AutoCloseable {

  /** How long no outcome may come before what is missing is taken to be lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LONGEST_LATENCY = Duration.ofHours(1);

  private final KafkaConsumer<String, Object> consumer;

  OutcomeTally(String bootstrapServers, String registryUrl) {
    AvroDeserializer values = new AvroDeserializer();
    values.configure(Map.of("schema.registry.url", registryUrl), false);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000),
            new StringDeserializer(),
            values);
    var partitions = Partitions.assign(consumer, Topics.PUSH_OUTCOMES);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seekToEnd is lazy: find the ends now
  }

  /**
   * Reads until every push has its outcome, or none has come for a while.
   *
   * @param run what the ids of its messages begin with
   * @param calledFor pushes that the run's events call for
   */
  LoadFigures count(
      String run, long calledFor, long calledForInWindow, Instant begin, Instant end) {
    String messages = run + "-";
    String announcement = Population.announcementId(run);
    PushIdSet pushes = new PushIdSet();
    Histogram latency = new Histogram(LONGEST_LATENCY.toMillis(), 3);
    long repeated = 0;
    long accepted = 0;
    long announced = 0;
    Instant lastAnnounced = begin;
    long moved = System.nanoTime();
    while (pushes.size() < calledFor && System.nanoTime() - moved < PATIENCE.toNanos()) {
      for (ConsumerRecord<String, Object> entry : consumer.poll(Duration.ofSeconds(1))) {
        if (!(entry.value() instanceof PushOutcome outcome)
            || !outcome.getMessage().getMessageId().startsWith(messages)) {
          continue;
        }
        moved = System.nanoTime();
        if (!pushes.add(UUID.fromString(outcome.getTarget().getPushId()))) {
          repeated++;
          continue;
        }
        if (outcome.getOutcome() == Outcome.ACCEPTED) {
          boolean isAnnouncement = outcome.getMessage().getMessageId().startsWith(announcement);
          Instant decidedAt = outcome.getDecidedAt();
          if (isWithin(decidedAt, begin, end)) {
            accepted++;
            announced += isAnnouncement ? 1 : 0;
          }
          if (isAnnouncement) {
            lastAnnounced = decidedAt.isAfter(lastAnnounced) ? decidedAt : lastAnnounced;
          } else {
            Instant sentAt = outcome.getMessage().getSentAt();
            if (isWithin(sentAt, begin, end)) {
              long took = Duration.between(sentAt, decidedAt).toMillis();
              latency.recordValue(Math.clamp(took, 0, LONGEST_LATENCY.toMillis()));
            }
          }
        }
      }
    }
    return new LoadFigures(
        calledFor,
        pushes.size(),
        repeated,
        calledForInWindow,
        accepted,
        announced,
        Duration.between(begin, lastAnnounced).toMillis(),
        Latency.of(latency, 1));
  }

  private static boolean isWithin(Instant moment, Instant begin, Instant end) {
    return !moment.isBefore(begin) && moment.isBefore(end);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
