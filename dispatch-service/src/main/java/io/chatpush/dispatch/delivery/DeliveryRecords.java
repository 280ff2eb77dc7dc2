package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Push;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.PushTarget;
import io.chatpush.events.Reason;
import io.chatpush.events.RecordPlace;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.PushEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What delivery writes about one device of a request. */
final class DeliveryRecords {

  private DeliveryRecords() {}

  /**
   * @param cause {@code null} for a push that FCM took
   */
  static PushOutcome outcome(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      Outcome outcome,
      @Nullable PushCause cause,
      @Nullable String fcmMessageId,
      int attempt,
      Instant now) {
    return new PushOutcome(
        request.getPush().getMessage(),
        target(request, device, pushId),
        device.getPlatform(),
        outcome,
        cause,
        fcmMessageId,
        attempt,
        now);
  }

  /**
   * Goes back through the join: a refreshed address is used, a retired one is not. So it carries
   * none.
   */
  static PushCommand retry(
      PushRequest request, RequestDevice device, Instant notBefore, Instant now) {
    return new PushCommand(
        PushEnvelope.retried(request.getPush(), now),
        List.of(request.getUserId()),
        List.of(device.getDeviceId()),
        notBefore,
        List.of(request.getContents().get(device.getContent())),
        false);
  }

  /** The request as it is, for later; nobody was asked. */
  static PushCommand parked(PushRequest request, Instant notBefore) {
    return new PushCommand(
        PushEnvelope.parked(request.getPush()),
        List.of(request.getUserId()),
        request.getDevices().stream().map(RequestDevice::getDeviceId).toList(),
        notBefore,
        request.getContents(),
        false);
  }

  static DeadLetter deadLetter(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      NextStep.DeadLetter why,
      Instant now) {
    return new DeadLetter(
        PushEnvelope.failed(request.getPush(), now),
        target(request, device, pushId),
        List.of(request.getContents().get(device.getContent())),
        why.cause(),
        why.httpStatus(),
        now);
  }

  private static PushTarget target(PushRequest request, RequestDevice device, PushId pushId) {
    return new PushTarget(pushId.toString(), request.getUserId(), device.getDeviceId());
  }

  static Iterable<Header> headers(DeadLetter deadLetter) {
    Push push = deadLetter.getPush();
    PushCause cause = deadLetter.getCause();
    RecordPlace source = push.getSource();
    return new RecordHeaders(
        List.of(
            header(DeadLetterHeaders.REASON, PushCauses.code(cause)),
            header(DeadLetterHeaders.ERROR_CODE, String.valueOf(cause.getErrorCode())),
            header(DeadLetterHeaders.ATTEMPTS, Integer.toString(push.getAttempt())),
            header(DeadLetterHeaders.SOURCE_TOPIC, source.getTopic()),
            header(DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(source.getPartition())),
            header(DeadLetterHeaders.SOURCE_OFFSET, Long.toString(source.getOffset())),
            header(DeadLetterHeaders.FAILED_AT, deadLetter.getFailedAt().toString()),
            header(DeadLetterHeaders.REDRIVE_COUNT, Integer.toString(push.getRedriveCount())),
            header(DeadLetterHeaders.FIRST_FAILED_AT, String.valueOf(push.getFirstFailedAt()))));
  }

  static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** FCM no longer knows the address. */
  static DeviceTokenEvent retired(PushRequest request, RequestDevice device, Instant sendBegun) {
    return addressFailed(
        DeviceTokenEventType.RETIRED, request, device, Reason.UNREGISTERED, sendBegun);
  }

  /**
   * FCM calls the address invalid.
   *
   * @param reason why the device ends, if this was said often enough
   */
  static DeviceTokenEvent addressRefused(
      PushRequest request, RequestDevice device, Reason reason, Instant sendBegun) {
    return addressFailed(DeviceTokenEventType.ADDRESS_REFUSED, request, device, reason, sendBegun);
  }

  /**
   * Names the address that failed and when it was tried: only that one is retired, and only if not
   * refreshed since.
   */
  private static DeviceTokenEvent addressFailed(
      DeviceTokenEventType type,
      PushRequest request,
      RequestDevice device,
      Reason reason,
      Instant sendBegun) {
    return DeviceTokenEvent.newBuilder()
        .setEventType(type)
        .setAppId(request.getPush().getMessage().getAppId())
        .setUserId(request.getUserId())
        .setDeviceId(device.getDeviceId())
        .setAddressType(device.getAddressType())
        .setAddressValue(device.getAddressValue())
        .setPlatform(device.getPlatform())
        .setOccurredAt(sendBegun)
        .setReason(reason.name())
        .build();
  }
}
