package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.DeadLetterHeaders;
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

  static PushOutcome outcome(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      Outcome outcome,
      @Nullable String reason,
      @Nullable String fcmMessageId,
      int attempt,
      Instant now) {
    return PushOutcome.newBuilder()
        .setPushId(pushId.toString())
        .setAppId(request.getAppId())
        .setMessageId(request.getMessageId())
        .setUserId(request.getUserId())
        .setDeviceId(device.getDeviceId())
        .setPlatform(device.getPlatform())
        .setOutcome(outcome)
        .setReason(reason)
        .setFcmMessageId(fcmMessageId)
        .setAttempt(attempt)
        .setSentAt(request.getSentAt())
        .setFannedOutAt(request.getFannedOutAt())
        .setDecidedAt(now)
        .build();
  }

  static PushOutcome deadLettered(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      NextStep.DeadLetter why,
      Instant now) {
    return PushOutcome.newBuilder(
            outcome(
                request,
                device,
                pushId,
                Outcome.DEAD_LETTERED,
                why.reason(),
                null,
                request.getAttempt(),
                now))
        .setErrorCode(why.errorCode().equals(why.reason()) ? null : why.errorCode())
        .build();
  }

  /**
   * Goes back through the join: a refreshed address is used, a retired one is not. So it carries
   * none.
   */
  static PushCommand retry(
      PushRequest request, RequestDevice device, Instant notBefore, Instant now) {
    return command(request, notBefore)
        .setOnlyDeviceIds(List.of(device.getDeviceId()))
        .setAttempt(request.getAttempt() + 1)
        .setFirstFailedAt(firstFailedAt(request, now))
        .setContents(List.of(request.getContents().get(device.getContent())))
        .build();
  }

  /** The request as it is, for later; nobody was asked. */
  static PushCommand parked(PushRequest request, Instant notBefore) {
    return command(request, notBefore)
        .setOnlyDeviceIds(request.getDevices().stream().map(RequestDevice::getDeviceId).toList())
        .setAttempt(request.getAttempt())
        .setFirstFailedAt(request.getFirstFailedAt())
        .setContents(request.getContents())
        .setParkedCount(request.getParkedCount() + 1)
        .build();
  }

  private static PushCommand.Builder command(PushRequest request, Instant notBefore) {
    return PushCommand.newBuilder()
        .setAppId(request.getAppId())
        .setMessageId(request.getMessageId())
        .setEventType(request.getEventType())
        .setChannelId(request.getChannelId())
        .setRecipients(List.of(request.getUserId()))
        .setPriority(request.getPriority())
        .setSentAt(request.getSentAt())
        .setFannedOutAt(request.getFannedOutAt())
        .setExpiresAt(request.getExpiresAt())
        .setSourceTopic(request.getSourceTopic())
        .setSourcePartition(request.getSourcePartition())
        .setSourceOffset(request.getSourceOffset())
        .setNotBefore(notBefore)
        .setLane(request.getLane())
        .setRedriveCount(request.getRedriveCount())
        .setRedriveId(request.getRedriveId())
        .setParkedCount(request.getParkedCount());
  }

  static DeadLetter deadLetter(
      PushRequest request,
      RequestDevice device,
      PushId pushId,
      NextStep.DeadLetter why,
      Instant now) {
    return DeadLetter.newBuilder()
        .setPushId(pushId.toString())
        .setAppId(request.getAppId())
        .setMessageId(request.getMessageId())
        .setEventType(request.getEventType())
        .setChannelId(request.getChannelId())
        .setUserId(request.getUserId())
        .setDeviceId(device.getDeviceId())
        .setPriority(request.getPriority())
        .setAttempt(request.getAttempt())
        .setSentAt(request.getSentAt())
        .setFannedOutAt(request.getFannedOutAt())
        .setExpiresAt(request.getExpiresAt())
        .setFirstFailedAt(firstFailedAt(request, now))
        .setSourceTopic(request.getSourceTopic())
        .setSourcePartition(request.getSourcePartition())
        .setSourceOffset(request.getSourceOffset())
        .setContents(List.of(request.getContents().get(device.getContent())))
        .setReason(why.reason())
        .setErrorCode(why.errorCode())
        .setHttpStatus(why.httpStatus())
        .setFailedAt(now)
        .setLane(request.getLane())
        .setRedriveCount(request.getRedriveCount())
        .build();
  }

  static Iterable<Header> headers(DeadLetter deadLetter) {
    return new RecordHeaders(
        List.of(
            header(DeadLetterHeaders.REASON, deadLetter.getReason()),
            header(DeadLetterHeaders.ERROR_CODE, String.valueOf(deadLetter.getErrorCode())),
            header(DeadLetterHeaders.ATTEMPTS, Integer.toString(deadLetter.getAttempt())),
            header(DeadLetterHeaders.SOURCE_TOPIC, deadLetter.getSourceTopic()),
            header(
                DeadLetterHeaders.SOURCE_PARTITION,
                Integer.toString(deadLetter.getSourcePartition())),
            header(DeadLetterHeaders.SOURCE_OFFSET, Long.toString(deadLetter.getSourceOffset())),
            header(DeadLetterHeaders.FAILED_AT, deadLetter.getFailedAt().toString()),
            header(DeadLetterHeaders.REDRIVE_COUNT, Integer.toString(deadLetter.getRedriveCount())),
            header(
                DeadLetterHeaders.FIRST_FAILED_AT, String.valueOf(deadLetter.getFirstFailedAt()))));
  }

  static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** FCM no longer knows the address. */
  static DeviceTokenEvent retired(PushRequest request, RequestDevice device, Instant sendBegun) {
    return addressFailed(DeviceTokenEventType.RETIRED, request, device, "UNREGISTERED", sendBegun);
  }

  /**
   * FCM calls the address invalid.
   *
   * @param reason why the device ends, if this was said often enough
   */
  static DeviceTokenEvent addressRefused(
      PushRequest request, RequestDevice device, String reason, Instant sendBegun) {
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
      String reason,
      Instant sendBegun) {
    return DeviceTokenEvent.newBuilder()
        .setEventType(type)
        .setAppId(request.getAppId())
        .setUserId(request.getUserId())
        .setDeviceId(device.getDeviceId())
        .setAddressType(device.getAddressType())
        .setAddressValue(device.getAddressValue())
        .setPlatform(device.getPlatform())
        .setOccurredAt(sendBegun)
        .setReason(reason)
        .build();
  }

  private static Instant firstFailedAt(PushRequest request, Instant now) {
    Instant first = request.getFirstFailedAt();
    return first == null ? now : first;
  }
}
