package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.window.RecordHandler;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.PushRequest;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads requests and hands each to {@link Turns} once. One for each consumer.
 *
 * <pre>
 *  record ──▶ a request? ──▶ new? ──▶ AppAdmission: may it take part? ──▶ Turns, for each device
 *               │ no          │ no      │ no                                 │ what it came to
 *               ▼             │         ▼                                    ▼
 *          a dead letter      │     parked in a retry topic              Settlement
 *               └─────────────┴─────────┴──────────────────┬─────────────────┘
 *                                                          ▼  all of it is safe in Kafka
 *                                                   Slot.complete, which allows the commit
 * </pre>
 */
final class RequestHandler implements RecordHandler {

  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

  private final RecordCodec codec;
  private final Turns turns;
  private final RefusedRecords refused;
  private final RecentRequests recent;
  private final AppAdmission admission;
  private final QuotaShare share;
  private final DeliveryMeters meters;

  RequestHandler(
      RecordCodec codec,
      Turns turns,
      RefusedRecords refused,
      RecentRequests recent,
      AppAdmission admission,
      QuotaShare share,
      DeliveryMeters meters) {
    this.codec = codec;
    this.turns = turns;
    this.refused = refused;
    this.recent = recent;
    this.admission = admission;
    this.share = share;
    this.meters = meters;
  }

  /**
   * Begins the deliveries of a request. A record that is no valid request is dead-lettered.
   *
   * @throws RuntimeException for which {@link RecordCodec#isRegistryUnavailable} holds if the
   *     schema of the record cannot be known now
   */
  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
    PushRequest request;
    try {
      request = codec.decode(PushRequest.class, record.topic(), record.value());
    } catch (UndecodableRecordException e) {
      refused.undecodable(record, e, slot);
      return;
    }
    String wrong = PushRequestRules.check(request);
    if (wrong != null) {
      refused.invalid(record, wrong, slot);
    } else if (recent.isNew(record.partition(), request)) {
      begin(record, request, slot);
    } else {
      meters.repeated();
      slot.complete();
    }
  }

  private void begin(ConsumerRecord<byte[], byte[]> record, PushRequest request, Slot slot) {
    int pushes = request.getDevices().size();
    slot.weigh(pushes);
    String app = request.getPush().getMessage().getAppId();
    slot.restWhile(() -> turns.isHeldUp(app));
    meters.taken(pushes);
    CompletableFuture<Void> done;
    try {
      done =
          admission.mustPark(record, request)
              ? turns.park(request, slot)
              : admission.with(record, request, () -> turns.deliver(request, slot));
    } catch (RuntimeException | Error e) {
      done = CompletableFuture.failedFuture(e);
    }
    var _ =
        done.whenComplete((_, failure) -> {
          if (failure == null) {
            slot.complete();
          } else {
            refused.failed(record, failure, abandoned(failure, pushes), slot);
          }
        });
  }

  private static int abandoned(Throwable failure, int pushes) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AbandonedPushesException abandoned) {
        return abandoned.pushes();
      }
    }
    return pushes;
  }

  @Override
  public boolean mayPass(Throwable failure) {
    return RecordCodec.isRegistryUnavailable(failure);
  }

  @Override
  public void failed(ConsumerRecord<byte[], byte[]> record, Throwable failure, Slot slot) {
    refused.failed(record, failure, 0, slot);
  }

  @Override
  public void recall(ConsumerRecord<byte[], byte[]> record) {
    try {
      PushRequest request = codec.decode(PushRequest.class, record.topic(), record.value());
      if (PushRequestRules.check(request) == null) {
        recent.isNew(record.partition(), request);
      }
    } catch (UndecodableRecordException e) {
      log.debug("a record before the committed offset cannot be read: {}", e.getMessage());
    }
  }

  @Override
  public void assigned(TopicPartition partition) {
    share.gained(partition);
  }

  @Override
  public void forget(TopicPartition partition) {
    share.lost(partition);
    admission.forget(partition.partition());
    recent.forget(partition.partition());
  }
}
