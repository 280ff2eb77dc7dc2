package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.window.RecordHandler;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.PushRequest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests and hands each to {@link Delivery} once. One for each consumer. */
final class RequestHandler implements RecordHandler {

  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

  private final RecordCodec codec;
  private final Delivery delivery;
  private final UndecodableRecords undecodable;
  private final RecentRequests recent;
  private final Crowd crowd;
  private final QuotaShare share;
  private final DeliveryMeters meters;

  RequestHandler(
      RecordCodec codec,
      Delivery delivery,
      UndecodableRecords undecodable,
      RecentRequests recent,
      Crowd crowd,
      QuotaShare share,
      DeliveryMeters meters) {
    this.codec = codec;
    this.delivery = delivery;
    this.undecodable = undecodable;
    this.recent = recent;
    this.crowd = crowd;
    this.share = share;
    this.meters = meters;
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record, Slot slot) {
    PushRequest request;
    try {
      request = codec.decode(PushRequest.class, record.topic(), record.value());
    } catch (UndecodableRecordException e) {
      undecodable.deadLetter(record, e, slot);
      return;
    }
    if (recent.isNew(record.partition(), request)) {
      slot.weigh(request.getDevices().size());
      meters.taken(request.getDevices().size());
      Commits.after(
          crowd.isTooLarge(record, request)
              ? delivery.park(request, slot)
              : crowd.with(record, request, () -> delivery.deliver(request, slot)),
          record,
          slot);
    } else {
      meters.repeated();
      slot.complete();
    }
  }

  @Override
  public void recall(ConsumerRecord<byte[], byte[]> record) {
    try {
      recent.isNew(
          record.partition(), codec.decode(PushRequest.class, record.topic(), record.value()));
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
    crowd.forget(partition.partition());
    recent.forget(partition.partition());
  }

  @Override
  public boolean mayWait() {
    return delivery.isAnyHeldUp();
  }
}
