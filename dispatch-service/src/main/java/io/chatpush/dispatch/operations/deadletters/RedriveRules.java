package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.events.DeadLetter;
import io.chatpush.events.Lane;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushTarget;
import io.chatpush.rules.EventLimits;
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
 * Decides whether a redrive takes a dead letter, and which record it writes. A pure function: the
 * same dead letter gives the same record in every job, except for the id of the job, so that
 * delivery recognises a record that was written twice.
 *
 * @param jobId goes with the push
 * @param force whether expired pushes are sent, too
 * @param expiresAt when the expired pushes of a forced redrive expire again, at most 28 days from
 *     now, which is as long as FCM keeps a push; {@code null} for an hour from now
 * @param maxRedrives a dead letter that was redriven this number of times is skipped
 */
record RedriveRules(String jobId, boolean force, @Nullable Instant expiresAt, int maxRedrives)
    implements JobRules {

  private static final Duration EXTENSION = Duration.ofHours(1);
  private static final String OURS = "chatpush-";

  @Override
  public JobDecision decide(DeadLetterEntry entry, DeadLetterState state, Instant now) {
    if (state != DeadLetterState.OPEN) {
      return new JobDecision.Skip(SkipReason.DEALT_WITH);
    }
    if (entry.redriveCount() >= maxRedrives) {
      return new JobDecision.Skip(SkipReason.TOO_MANY_REDRIVES);
    }
    if (entry.schemaUnavailable()) {
      return new JobDecision.Skip(SkipReason.SCHEMA_UNAVAILABLE);
    }
    if (entry.isValueOmitted()) {
      return new JobDecision.Skip(SkipReason.VALUE_OMITTED);
    }
    if (entry.isUnreadable()) {
      return new JobDecision.Skip(SkipReason.UNREADABLE);
    }
    return entry.push() == null ? sendBack(entry) : sendPush(entry.push(), now);
  }

  private JobDecision sendPush(DeadLetter letter, Instant now) {
    Push push = letter.getPush();
    PushTarget target = letter.getTarget();
    boolean expired = !now.isBefore(push.getExpiresAt());
    if (expired && !force) {
      return new JobDecision.Skip(SkipReason.EXPIRED);
    }
    Instant latest = now.plus(EventLimits.LONGEST_TIME_TO_LIVE);
    Instant extended =
        expiresAt == null ? now.plus(EXTENSION) : expiresAt.isAfter(latest) ? latest : expiresAt;
    PushCommand command =
        PushCommand.newBuilder()
            .setPush(PushEnvelope.redriven(push, jobId, expired ? extended : push.getExpiresAt()))
            .setRecipients(List.of(target.getUserId()))
            .setOnlyDeviceIds(Stream.ofNullable(target.getDeviceId()).toList())
            .setContents(letter.getContents())
            .build();
    return new JobDecision.SendPush(
        push.getLane() == Lane.BULK ? Topics.PUSH_COMMANDS_BULK : Topics.PUSH_COMMANDS,
        RecordKeys.user(push.getMessage().getAppId(), target.getUserId()),
        command);
  }

  /**
   * Keeps the record's own headers; of ours only the number of redrives. Other programs may write
   * to a dead-letter topic, too: the header must not let them choose any topic, such as the
   * devices.
   */
  private static JobDecision sendBack(DeadLetterEntry entry) {
    DeadLetterKind kind = DeadLetterKind.of(entry.record().topic());
    String source = entry.header(DeadLetterHeaders.SOURCE_TOPIC);
    if (source == null && kind == DeadLetterKind.EVENTS) {
      source = Topics.CHAT_MESSAGES;
    }
    if (source == null) {
      return new JobDecision.Skip(SkipReason.SOURCE_UNKNOWN);
    }
    if (!kind.sources().contains(source)) {
      return new JobDecision.Skip(SkipReason.SOURCE_NOT_ALLOWED);
    }
    List<Header> headers = new ArrayList<>();
    for (Header header : entry.record().headers()) {
      if (!header.key().startsWith(OURS)) {
        headers.add(header);
      }
    }
    headers.add(
        new RecordHeader(
            DeadLetterHeaders.REDRIVE_COUNT,
            Integer.toString(entry.redriveCount() + 1).getBytes(StandardCharsets.UTF_8)));
    return new JobDecision.SendBack(source, entry, headers);
  }
}
