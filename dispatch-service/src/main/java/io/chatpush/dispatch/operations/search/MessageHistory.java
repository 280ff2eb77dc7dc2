package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.operations.deadletters.DeadLetterEntry;
import io.chatpush.dispatch.operations.search.MessagePushes.Device;
import io.chatpush.dispatch.operations.search.MessagePushes.Pending;
import io.chatpush.dispatch.operations.search.MessagePushes.Postponed;
import io.chatpush.dispatch.operations.search.MessagePushes.Recipient;
import io.chatpush.dispatch.operations.search.MessagePushes.Step;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeadLetterActionType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCause;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushTarget;
import io.chatpush.schemas.PushCauses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of a message together, by recipient and device. Used by one thread.
 *
 * <p>A consumer commits after it has processed a record, and processes records out of order: a
 * record that is not committed may be done. It is done if there is an outcome that was decided
 * since the record was written, or if the same push was found at a later stage.
 */
final class MessageHistory {

  private record Name(String user, @Nullable String device) {}

  private static final class Line {
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Pending pending;
    private int pendingRedrives;
    private @Nullable String platform;
    private @Nullable String pushId;
  }

  private final String app;
  private final String message;
  private final Map<Name, Line> lines = new HashMap<>();
  private final Map<String, Line> byPushId = new HashMap<>();
  private final Map<String, String> deadLetters = new HashMap<>();
  private @Nullable Instant sentAt;
  private @Nullable Postponed postponed;

  MessageHistory(String app, String message) {
    this.app = app;
    this.message = message;
  }

  /** Returns the time at which the message was sent, if a record has it. */
  Optional<Instant> sentAt() {
    return Optional.ofNullable(sentAt);
  }

  void sentAt(Instant time) {
    sentAt = time;
  }

  /** Adds the place where the event itself waits; the later one counts. */
  void postponed(Postponed place) {
    if (postponed == null || postponed.since().isBefore(place.since())) {
      postponed = place;
    }
  }

  /** Returns where the event itself waits, unless it has led to pushes since it was put there. */
  @Nullable Postponed postponed() {
    Postponed place = postponed;
    return place == null || lines.values().stream().anyMatch(line -> isSince(place, line))
        ? null
        : place;
  }

  private static boolean isSince(Postponed place, Line line) {
    Pending pending = line.pending;
    Instant decided = latestOutcome(line);
    return (pending != null && !pending.since().isBefore(place.since()))
        || (decided != null && !decided.isBefore(place.since()));
  }

  /** Adds an outcome; a repeat counts once. */
  void decided(PushOutcome outcome) {
    PushTarget target = outcome.getTarget();
    PushCause cause = outcome.getCause();
    sentAt(outcome.getMessage().getSentAt());
    Line line = line(target.getUserId(), target.getDeviceId());
    line.pushId = target.getPushId();
    byPushId.put(target.getPushId(), line);
    if (outcome.getPlatform() != Platform.UNKNOWN) {
      line.platform = outcome.getPlatform().name();
    }
    Step step =
        new Step(
            outcome.getDecidedAt(),
            outcome.getOutcome().name(),
            outcome.getAttempt(),
            cause == null ? null : PushCauses.code(cause),
            cause == null ? null : PushCauses.otherErrorCode(cause),
            outcome.getFcmMessageId(),
            null,
            null,
            null);
    if (!line.steps.contains(step)) {
      line.steps.add(step);
    }
  }

  /** Adds the place where a push waits. */
  void waits(String user, @Nullable String device, int redriveCount, Pending pending) {
    Line line = line(user, device);
    Pending known = line.pending;
    if (known == null
        || redriveCount > line.pendingRedrives
        || (redriveCount == line.pendingRedrives && isFurther(pending, known))) {
      line.pending = pending;
      line.pendingRedrives = redriveCount;
    }
    if (device != null) {
      line.pushId = PushId.ofDevice(app, message, user, device).toString();
    }
  }

  private static boolean isFurther(Pending one, Pending other) {
    return Comparator.comparingInt(Pending::attempt)
            .thenComparing(Pending::stage)
            .compare(one, other)
        > 0;
  }

  /** Returns the users whose pushes were dead-lettered, with the time of the first. */
  Map<String, Instant> deadLetteredUsers() {
    Map<String, Instant> users = new HashMap<>();
    lines.forEach((name, line) -> {
      for (Step step : line.steps) {
        if (step.what().equals(Outcome.DEAD_LETTERED.name())) {
          users.merge(name.user, step.at(), (one, other) -> one.isBefore(other) ? one : other);
        }
      }
    });
    return users;
  }

  /** Adds the place of a dead letter of one of the pushes. */
  void deadLetter(DeadLetterEntry entry) {
    if (entry.push() != null) {
      deadLetters.put(
          entry.push().getTarget().getPushId() + entry.push().getFailedAt(), entry.shortName());
    }
  }

  /** Adds an action of an operator, if its dead letter is of one of the pushes. */
  void acted(DeadLetterAction action) {
    Line line = byPushId.get(String.valueOf(action.getPushId()));
    if (line != null) {
      line.steps.add(
          new Step(
              action.getActedAt(),
              action.getAction() == DeadLetterActionType.UNKNOWN
                  ? "DEALT_WITH"
                  : action.getAction().name(),
              null,
              null,
              null,
              null,
              action.getLetter().getPartition() + "/" + action.getLetter().getOffset(),
              action.getJobId(),
              action.getActedBy()));
    }
  }

  /** Returns everything, by user and device. */
  List<Recipient> recipients() {
    Map<String, List<Device>> users = new TreeMap<>();
    Map<String, Instant> latest = latestByUser();
    lines.forEach((name, line) -> {
      Device device = device(name, line, latest.get(name.user));
      if (device != null) {
        users.computeIfAbsent(name.user, user -> new ArrayList<>()).add(device);
      }
    });
    List<Recipient> recipients = new ArrayList<>();
    users.forEach((user, devices) -> {
      devices.sort(
          Comparator.comparing(Device::device, Comparator.nullsLast(Comparator.naturalOrder())));
      recipients.add(new Recipient(user, devices));
    });
    return recipients;
  }

  private @Nullable Device device(Name name, Line line, @Nullable Instant latestOfUser) {
    List<Step> history =
        line.steps.stream()
            .sorted(Comparator.comparing(Step::at))
            .map(step -> withDeadLetter(step, line.pushId))
            .toList();
    Pending pending = line.pending;
    Instant since = name.device == null ? latestOfUser : latestOutcome(line);
    if (pending != null && since != null && !since.isBefore(pending.since())) {
      pending = null;
    }
    if (pending == null && history.isEmpty()) {
      return null;
    }
    return new Device(
        name.device,
        line.platform,
        line.pushId,
        pending == null ? history.getLast().what() : pending.stage().name(),
        history,
        pending);
  }

  private Step withDeadLetter(Step step, @Nullable String pushId) {
    String place = deadLetters.get(pushId + step.at());
    return place == null || !step.what().equals(Outcome.DEAD_LETTERED.name())
        ? step
        : new Step(
            step.at(),
            step.what(),
            step.attempts(),
            step.reason(),
            step.errorCode(),
            step.fcmMessage(),
            place,
            null,
            null);
  }

  private static @Nullable Instant latestOutcome(Line line) {
    return line.steps.stream()
        .filter(step -> step.job() == null)
        .map(Step::at)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /**
   * Returns the time of the last record of each user's devices: the join had looked them up by
   * then.
   */
  private Map<String, Instant> latestByUser() {
    Map<String, Instant> latest = new HashMap<>();
    lines.forEach((name, line) -> {
      Instant decided = latestOutcome(line);
      Pending pending = line.pending;
      Set<Instant> times = new HashSet<>();
      if (decided != null) {
        times.add(decided);
      }
      if (pending != null && name.device != null) {
        times.add(pending.since());
      }
      times.forEach(
          time -> latest.merge(name.user, time, (one, other) -> one.isAfter(other) ? one : other));
    });
    return latest;
  }

  private Line line(String user, @Nullable String device) {
    return lines.computeIfAbsent(new Name(user, device), name -> new Line());
  }
}
