package io.chatpush.dispatch.delivery;

import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Push;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
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

/** What delivery writes about the push to a device. */
final class DeliveryRecords {

  private DeliveryRecords() {}

  static PushOutcome accepted(DevicePush push, @Nullable String fcmMessageId, Instant now) {
    return outcome(push, Outcome.ACCEPTED, null, fcmMessageId, push.envelope().getAttempt(), now);
  }

  /** A push that ended with the attempt that its request was for. */
  static PushOutcome outcome(DevicePush push, Outcome outcome, PushCause cause, Instant now) {
    return outcome(push, outcome, cause, null, push.envelope().getAttempt(), now);
  }

  /** A push that had expired before the attempt that its request was for. */
  static PushOutcome tooLate(DevicePush push, Instant now) {
    return outcome(
        push,
        Outcome.EXPIRED,
        PushCauses.of(Reason.TOO_LATE),
        null,
        push.envelope().getAttempt() - 1,
        now);
  }

  private static PushOutcome outcome(
      DevicePush push,
      Outcome outcome,
      @Nullable PushCause cause,
      @Nullable String fcmMessageId,
      int attempt,
      Instant now) {
    return new PushOutcome(
        push.envelope().getMessage(),
        push.target(),
        push.device().getPlatform(),
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
  static PushCommand retry(DevicePush push, Instant notBefore, Instant now) {
    return new PushCommand(
        PushEnvelope.retried(push.envelope(), now),
        List.of(push.request().getUserId()),
        List.of(push.device().getDeviceId()),
        notBefore,
        List.of(push.content()),
        false,
        null,
        null);
  }

  /** The request as it is, for later; nobody was asked. */
  static PushCommand parked(PushRequest request, Instant notBefore) {
    return new PushCommand(
        PushEnvelope.parked(request.getPush()),
        List.of(request.getUserId()),
        request.getDevices().stream().map(RequestDevice::getDeviceId).toList(),
        notBefore,
        request.getContents(),
        false,
        null,
        null);
  }

  static DeadLetter deadLetter(DevicePush push, PushCause cause, int httpStatus, Instant now) {
    return new DeadLetter(
        PushEnvelope.failed(push.envelope(), now),
        push.target(),
        List.of(push.content()),
        cause,
        httpStatus,
        now);
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
  static DeviceTokenEvent retired(DevicePush push, Instant sendBegun) {
    return addressFailed(DeviceTokenEventType.RETIRED, push, Reason.UNREGISTERED, sendBegun);
  }

  /** FCM calls the address invalid; if it says so often enough, the device ends for this reason. */
  static DeviceTokenEvent addressRefused(DevicePush push, Instant sendBegun) {
    return addressFailed(
        DeviceTokenEventType.ADDRESS_REFUSED, push, Reason.INVALID_ADDRESS, sendBegun);
  }

  /**
   * Names the address that failed and when it was tried: only that one is retired, and only if not
   * refreshed since.
   */
  private static DeviceTokenEvent addressFailed(
      DeviceTokenEventType type, DevicePush push, Reason reason, Instant sendBegun) {
    RequestDevice device = push.device();
    return DeviceTokenEvent.newBuilder()
        .setEventType(type)
        .setAppId(push.appId())
        .setUserId(push.request().getUserId())
        .setDeviceId(device.getDeviceId())
        .setAddressType(device.getAddressType())
        .setAddressValue(device.getAddressValue())
        .setPlatform(device.getPlatform())
        .setOccurredAt(sendBegun)
        .setReason(reason.name())
        .build();
  }
}
