package io.chatpush.schemas;

import io.chatpush.events.Push;
import io.chatpush.events.RecordPlace;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a push from one record to the next. Each returns the envelope that the next record
 * carries; no other code copies one. An envelope is never changed, so that records share it, and a
 * step that changes nothing returns the same object.
 */
public final class PushEnvelope {

  /** The number of bytes that {@link #putIdentity} writes. */
  public static final int IDENTITY_BYTES = 36;

  private PushEnvelope() {}

  /** Returns the envelope of a push whose attempt has failed at that time. */
  public static Push failed(Push push, Instant at) {
    return push.getFirstFailedAt() == null
        ? copy(
            push,
            push.getExpiresAt(),
            push.getAttempt(),
            at,
            push.getRedriveCount(),
            push.getRedriveId(),
            push.getParkedCount())
        : push;
  }

  /** Returns the envelope of the attempt after the one that has failed at that time. */
  public static Push retried(Push push, Instant failedAt) {
    Instant first = push.getFirstFailedAt();
    return copy(
        push,
        push.getExpiresAt(),
        push.getAttempt() + 1,
        first == null ? failedAt : first,
        push.getRedriveCount(),
        push.getRedriveId(),
        push.getParkedCount());
  }

  /** Returns the envelope of a push that is set aside unsent. */
  public static Push parked(Push push) {
    return copy(
        push,
        push.getExpiresAt(),
        push.getAttempt(),
        push.getFirstFailedAt(),
        push.getRedriveCount(),
        push.getRedriveId(),
        push.getParkedCount() + 1);
  }

  /**
   * Returns the envelope of a push that is taken out of the dead letters: its attempts begin anew.
   */
  public static Push redriven(Push push, String redriveId, Instant expiresAt) {
    return copy(
        push, expiresAt, 1, push.getFirstFailedAt(), push.getRedriveCount() + 1, redriveId, 0);
  }

  /**
   * Writes what tells this push, to the same user, from any other: the chat event, which is one
   * record even if its message was published twice, and how far the push is on its way. The
   * identifier of a redrive is left out, so that a letter which two redrives took is sent once.
   */
  public static void putIdentity(Push push, ByteBuffer to) {
    RecordPlace source = push.getSource();
    Instant failed = push.getFirstFailedAt();
    to.putInt(source.getPartition())
        .putLong(source.getOffset())
        .putInt(push.getAttempt())
        .putInt(push.getRedriveCount())
        .putInt(push.getParkedCount())
        .putLong(failed == null ? Long.MIN_VALUE : failed.getEpochSecond())
        .putInt(failed == null ? 0 : failed.getNano());
  }

  private static Push copy(
      Push push,
      Instant expiresAt,
      int attempt,
      @Nullable Instant firstFailedAt,
      int redriveCount,
      @Nullable String redriveId,
      int parkedCount) {
    return new Push(
        push.getMessage(),
        push.getEventType(),
        push.getChannelId(),
        push.getPriority(),
        push.getLane(),
        expiresAt,
        push.getSource(),
        attempt,
        firstFailedAt,
        redriveCount,
        redriveId,
        parkedCount,
        push.getCustomType());
  }
}
