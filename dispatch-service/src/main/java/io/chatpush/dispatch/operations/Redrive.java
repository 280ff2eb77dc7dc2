package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.push.PushRules;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Lane;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushTarget;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.PushEnvelope;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a redrive does with a letter. A pure decision: the same letter gives the same record at
 * every try, but for the job's id, so that delivery recognises one that was written twice.
 *
 * @param jobId travels with the push
 * @param force whether expired pushes are sent all the same
 * @param expiresAt when those expire then, at most 28 days from now, which is as long as FCM keeps
 *     a push; {@code null} for an hour from now
 * @param maxRedrives a letter that was redriven so often stays
 */
record Redrive(String jobId, boolean force, @Nullable Instant expiresAt, int maxRedrives) {

  private static final Duration EXTENSION = Duration.ofHours(1);
  private static final String OURS = "chatpush-";

  /** What to do with a letter. */
  sealed interface Decision {}

  /** It stays. */
  record Skip(SkipReason why) implements Decision {}

  /** The push goes back to where fan-out puts pushes. */
  record SendPush(String topic, String key, PushCommand command) implements Decision {}

  /** The record goes back to where it was read, byte for byte. */
  record SendBack(String topic, Letter letter, List<Header> headers) implements Decision {}

  /** It is put aside: nothing is sent. */
  record Discard() implements Decision {}

  Decision decide(Letter letter, LetterState state, Instant now) {
    if (state != LetterState.OPEN) {
      return new Skip(SkipReason.DEALT_WITH);
    }
    if (letter.redriveCount() >= maxRedrives) {
      return new Skip(SkipReason.TOO_MANY_REDRIVES);
    }
    if (letter.schemaUnavailable()) {
      return new Skip(SkipReason.SCHEMA_UNAVAILABLE);
    }
    if (letter.isValueOmitted()) {
      return new Skip(SkipReason.VALUE_OMITTED);
    }
    if (letter.isUnreadable()) {
      return new Skip(SkipReason.UNREADABLE);
    }
    return letter.push() == null ? sendBack(letter) : sendPush(letter.push(), now);
  }

  private Decision sendPush(DeadLetter letter, Instant now) {
    Push push = letter.getPush();
    PushTarget target = letter.getTarget();
    boolean expired = !now.isBefore(push.getExpiresAt());
    if (expired && !force) {
      return new Skip(SkipReason.EXPIRED);
    }
    Instant latest = now.plus(PushRules.LONGEST_TIME_TO_LIVE);
    Instant extended =
        expiresAt == null ? now.plus(EXTENSION) : expiresAt.isAfter(latest) ? latest : expiresAt;
    PushCommand command =
        PushCommand.newBuilder()
            .setPush(PushEnvelope.redriven(push, jobId, expired ? extended : push.getExpiresAt()))
            .setRecipients(List.of(target.getUserId()))
            .setOnlyDeviceIds(Stream.ofNullable(target.getDeviceId()).toList())
            .setContents(letter.getContents())
            .build();
    return new SendPush(
        push.getLane() == Lane.BULK ? Topics.PUSH_COMMANDS_BULK : Topics.PUSH_COMMANDS,
        RecordKeys.user(push.getMessage().getAppId(), target.getUserId()),
        command);
  }

  /**
   * Its own headers go with it; of ours only how often it has been sent back. Others may write to a
   * dead-letter topic, too: the header must not let them choose any topic, such as that of devices.
   */
  private static Decision sendBack(Letter letter) {
    LetterKind kind = LetterKind.of(letter.record().topic());
    String source = letter.header(DeadLetterHeaders.SOURCE_TOPIC);
    if (source == null && kind == LetterKind.EVENTS) {
      source = Topics.CHAT_MESSAGES;
    }
    if (source == null) {
      return new Skip(SkipReason.SOURCE_UNKNOWN);
    }
    if (!kind.sources().contains(source)) {
      return new Skip(SkipReason.SOURCE_NOT_ALLOWED);
    }
    List<Header> headers = new ArrayList<>();
    for (Header header : letter.record().headers()) {
      if (!header.key().startsWith(OURS)) {
        headers.add(header);
      }
    }
    headers.add(
        new RecordHeader(
            DeadLetterHeaders.REDRIVE_COUNT,
            Integer.toString(letter.redriveCount() + 1).getBytes(StandardCharsets.UTF_8)));
    return new SendBack(source, letter, headers);
  }
}
