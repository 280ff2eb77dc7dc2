package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Push;
import io.chatpush.events.PushRequest;
import io.chatpush.events.PushTarget;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.rules.EventLimits;
import io.chatpush.schemas.RecordKeys;
import java.time.Duration;
import java.time.Instant;

/**
 * The push of a request to one of its devices.
 *
 * @param request has passed {@link PushRequestRules}
 * @param device one of the request's
 * @param id the name of the push
 */
record DevicePush(PushRequest request, RequestDevice device, PushId id) {

  static DevicePush of(PushRequest request, RequestDevice device) {
    ChatMessageRef message = request.getPush().getMessage();
    return new DevicePush(
        request,
        device,
        PushId.ofDevice(
            message.getAppId(), message.getMessageId(), request.getUserId(), device.getDeviceId()));
  }

  Push envelope() {
    return request.getPush();
  }

  String appId() {
    return envelope().getMessage().getAppId();
  }

  Instant expiresAt() {
    return envelope().getExpiresAt();
  }

  RenderedContent content() {
    return request.getContents().get(device.getContent());
  }

  PushTarget target() {
    return new PushTarget(id.toString(), request.getUserId(), device.getDeviceId());
  }

  /** The key of every record that this push leads to, but of its outcome. */
  String userKey() {
    return RecordKeys.user(appId(), request.getUserId());
  }

  /** Returns the send that begins now. */
  PushAttempt attempt(Instant now) {
    return new PushAttempt(
        appId(),
        new PushAddress(device.getAddressType(), device.getAddressValue()),
        id,
        content(),
        timeToLive(now));
  }

  private Duration timeToLive(Instant now) {
    Duration left = Duration.ofSeconds(Duration.between(now, expiresAt()).toSeconds());
    return left.compareTo(EventLimits.LONGEST_TIME_TO_LIVE) > 0
        ? EventLimits.LONGEST_TIME_TO_LIVE
        : left;
  }
}
