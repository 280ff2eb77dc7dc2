package io.chatpush.dispatch.preview;

import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.RenderedContent;
import java.time.Duration;

/**
 * A push that is not sent.
 *
 * @param appId the app, which decides where the push would be sent
 * @param pushId the name that it would have
 * @param content what a device would show
 * @param timeToLive how long the push would be kept for a device that cannot be reached: zero to 28
 *     days
 */
public record PreviewPush(
    String appId, PushId pushId, RenderedContent content, Duration timeToLive) {}
