package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Push;
import io.chatpush.events.PushTarget;
import io.chatpush.schemas.PushCauses;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in lists: everything but its content and its address.
 *
 * @param letter its name, partition and offset: {@code 3/1842}
 * @param state whether an operator has dealt with it
 * @param reason why it was given up, as a code
 * @param errorCode FCM's last error code
 * @param httpStatus FCM's last HTTP status; {@code null} where there was no answer
 * @param attempts how many times FCM was asked
 * @param expired whether its expiry has passed
 * @param app its app; of an event that was refused cut after 256 characters
 * @param message its message; of an event that was refused cut after 256 characters
 * @param redriveCount the number of earlier redrives
 * @param valueOmitted true if its value was too large to be kept, so that it cannot be redriven;
 *     else {@code null}
 * @param schemaUnavailable true if the registry does not answer for its schema now, so that its
 *     content is unknown; else {@code null}
 */
record DeadLetterView(
    String letter,
    int partition,
    long offset,
    DeadLetterState state,
    String reason,
    @Nullable String errorCode,
    @Nullable Integer httpStatus,
    @Nullable String app,
    @Nullable String user,
    @Nullable String device,
    @Nullable String message,
    @Nullable String pushId,
    @Nullable String lane,
    @Nullable Integer attempts,
    @Nullable Instant sentAt,
    @Nullable Instant firstFailedAt,
    Instant failedAt,
    @Nullable Instant expiresAt,
    @Nullable Boolean expired,
    int redriveCount,
    @Nullable Boolean valueOmitted,
    @Nullable Boolean schemaUnavailable) {

  /** No id that is accepted is longer, and a page of a thousand dead letters must stay small. */
  private static final int LONGEST_ID = 256;

  private static @Nullable String boundedId(@Nullable String id) {
    return id == null ? null : bounded(id);
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID) + "…";
  }

  static DeadLetterView of(DeadLetterEntry entry, DeadLetterState state, Instant now) {
    DeadLetterPlace place = entry.place();
    DeadLetter dead = entry.push();
    if (dead == null) {
      return new DeadLetterView(
          place.shortName(),
          place.partition(),
          place.offset(),
          state,
          bounded(entry.reason()),
          null,
          null,
          boundedId(entry.appId()),
          null,
          null,
          boundedId(entry.messageId()),
          null,
          null,
          null,
          entry.event() == null ? null : entry.event().getSentAt(),
          null,
          entry.failedAt(),
          entry.event() == null ? null : entry.event().getExpiresAt(),
          null,
          entry.redriveCount(),
          entry.isValueOmitted() ? true : null,
          entry.schemaUnavailable() ? true : null);
    }
    Push push = dead.getPush();
    ChatMessageRef message = push.getMessage();
    PushTarget target = dead.getTarget();
    return new DeadLetterView(
        place.shortName(),
        place.partition(),
        place.offset(),
        state,
        PushCauses.code(dead.getCause()),
        dead.getCause().getErrorCode(),
        dead.getHttpStatus() == 0 ? null : dead.getHttpStatus(),
        message.getAppId(),
        target.getUserId(),
        target.getDeviceId(),
        message.getMessageId(),
        target.getPushId(),
        push.getLane().name(),
        push.getAttempt(),
        message.getSentAt(),
        push.getFirstFailedAt(),
        dead.getFailedAt(),
        push.getExpiresAt(),
        !now.isBefore(push.getExpiresAt()),
        push.getRedriveCount(),
        null,
        null);
  }
}
