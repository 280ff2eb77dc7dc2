package io.chatpush.dispatch.push;

import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Push;
import io.chatpush.rules.Ids;
import io.chatpush.rules.PlausibleTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the envelope of a push must keep, whichever record carries it. chatpush writes no
 * other envelope, but everyone who has a Kafka login that may write to its topics can, and so can a
 * fault of ours. The record that carries the envelope has rules for its own fields.
 */
public final class PushRules {

  /**
   * Retries and redrives are counted in tens, and a push that is parked once a minute for 28 days
   * has been parked 40,320 times.
   */
  private static final int MAX_COUNT = 1_000_000;

  private PushRules() {}

  /**
   * Returns a sentence that says which rule the envelope breaks and quotes no content; {@code null}
   * if it keeps them.
   *
   * @param latest the latest that any of its times can be
   */
  public static @Nullable String fault(Push push, Instant latest) {
    String fault = idFault(push);
    if (fault == null) {
      fault = countFault(push);
    }
    return fault == null ? timeFault(push, latest) : fault;
  }

  private static @Nullable String idFault(Push push) {
    ChatMessageRef message = push.getMessage();
    String fault = Ids.describeFault("app_id", message.getAppId());
    if (fault == null) {
      fault = Ids.describeFault("message_id", message.getMessageId());
    }
    if (fault == null) {
      fault = Ids.describeFault("channel_id", push.getChannelId());
    }
    if (fault == null && Ids.isTooLong(push.getSource().getTopic())) {
      fault = "source_topic has more than " + Ids.MAX_BYTES + " bytes";
    }
    String redrive = push.getRedriveId();
    if (fault == null && redrive != null && Ids.isTooLong(redrive)) {
      fault = "redrive_id has more than " + Ids.MAX_BYTES + " bytes";
    }
    return fault;
  }

  private static @Nullable String countFault(Push push) {
    String fault = countFault("attempt", push.getAttempt(), 1);
    if (fault == null) {
      fault = countFault("redrive_count", push.getRedriveCount(), 0);
    }
    return fault == null ? countFault("parked_count", push.getParkedCount(), 0) : fault;
  }

  private static @Nullable String countFault(String field, int count, int least) {
    return count < least || count > MAX_COUNT
        ? "%s is %d, not %d to %d".formatted(field, count, least, MAX_COUNT)
        : null;
  }

  private static @Nullable String timeFault(Push push, Instant latest) {
    ChatMessageRef message = push.getMessage();
    String fault = PlausibleTime.fault("sent_at", message.getSentAt(), latest);
    if (fault == null) {
      fault = PlausibleTime.fault("fanned_out_at", message.getFannedOutAt(), latest);
    }
    if (fault == null) {
      fault = PlausibleTime.fault("expires_at", push.getExpiresAt(), latest);
    }
    Instant failed = push.getFirstFailedAt();
    return fault == null && failed != null
        ? PlausibleTime.fault("first_failed_at", failed, latest)
        : fault;
  }
}
