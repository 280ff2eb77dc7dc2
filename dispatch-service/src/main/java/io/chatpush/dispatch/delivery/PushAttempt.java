package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.RenderedContent;
import java.time.Duration;

/**
 * One send to one device.
 *
 * @param appId the app, which decides the Firebase project
 * @param address where to
 * @param pushId the name of the push
 * @param content what to say
 * @param timeToLive how long FCM shall keep it for a device it cannot reach: zero to 28 days, in
 *     whole seconds
 */
public record PushAttempt(
    String appId,
    PushAddress address,
    PushId pushId,
    RenderedContent content,
    Duration timeToLive) {}
