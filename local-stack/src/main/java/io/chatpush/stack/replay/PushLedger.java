package io.chatpush.stack.replay;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Reason;
import io.chatpush.stack.replay.ChatLog.Channel;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sets what became of pushes against what was called for: every (message, recipient, device) that
 * the events and the registrations demand must end in one final outcome under a push id of its own.
 * The exception is a recipient who gets no push of a message, because its type is off or the app is
 * over its limit: one outcome without a device says so, and no push to a device of the recipient is
 * called for. A bit each, so that millions fit. Thread-safe.
 */
final class PushLedger {

  private static final long LONGEST_LATENCY_MILLIS = Duration.ofDays(1).toMillis();

  private final Map<Channel, Seats> seatsOfChannel = new HashMap<>();
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Flow> flows = new HashMap<>();
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final Set<String> endedDevices = new HashSet<>();
  private final PushIdSet pushIds = new PushIdSet();
  private final PushIdSet withoutDevice = new PushIdSet();
  private final Map<Reason, PushIdSet> withoutPush = new EnumMap<>(Reason.class);
  private final Map<ChatEventType, Set<String>> messagesOfTypesOff =
      new EnumMap<>(ChatEventType.class);
  private final Histogram latency = new Histogram(LONGEST_LATENCY_MILLIS, 3);
  private final Map<String, List<String>> devicesByUser;
  private long calledFor;
  private long accounted;
  private long repeated;
  private long uncalledFor;
  private long underAnotherTag;

  /**
   * @param devicesByUser the registered devices of each user who may be a recipient
   */
  PushLedger(Map<String, List<String>> devicesByUser) {
    this.devicesByUser = Map.copyOf(devicesByUser);
  }

  /** The members of a channel, and their devices, numbered. */
  private record Seats(
      Set<String> members, Map<String, Integer> byDevice, Map<String, String> userOfDevice) {}

  /**
   * A message.
   *
   * @param calledFor devices of all recipients
   * @param reached the numbered devices that have an outcome
   * @param withoutPush the numbered devices that get no push, because their user gets none
   * @param firstPushIds of the devices reached, folded to 64 bits
   */
  private record Entry(
      ChatEventType type,
      Channel channel,
      Seats seats,
      String sender,
      int calledFor,
      BitSet reached,
      BitSet withoutPush,
      LongBuffer firstPushIds) {

    boolean isRecipient(String user) {
      return !user.equals(sender) && seats.members().contains(user);
    }
  }

  /** A message is about to be sent. The same id again is the same message and changes nothing. */
  synchronized void expect(String messageId, ChatEventType type, Channel channel, String sender) {
    Seats seats = seatsOfChannel.computeIfAbsent(channel, this::seats);
    int expected = seats.byDevice().size() - devicesByUser.getOrDefault(sender, List.of()).size();
    int devices = seats.byDevice().size();
    Entry entry =
        new Entry(
            type,
            channel,
            seats,
            sender,
            expected,
            new BitSet(devices),
            new BitSet(devices),
            LongBuffer.allocate(devices));
    if (entries.putIfAbsent(messageId, entry) == null) {
      calledFor += expected;
      if (expected > 0) {
        long now = System.nanoTime();
        flow("channel " + channel.id()).add(expected, now);
        seats.userOfDevice().values().stream()
            .filter(user -> !user.equals(sender))
            .forEach(user -> flow("user " + user).add(1, now));
      }
    }
  }

  /**
   * A push has a final outcome. Outcomes of messages that were not expected belong to others.
   *
   * @param device absent where the recipient had none, or where none was looked up
   * @param reason absent where the outcome has none
   * @param millis from the chat event to the outcome; counted for what FCM accepted
   */
  synchronized void record(
      UUID pushId,
      String messageId,
      String user,
      @Nullable String device,
      Outcome outcome,
      @Nullable Reason reason,
      long millis) {
    Entry entry = entries.get(messageId);
    if (entry == null) {
      return;
    }
    if (device == null) {
      recordWithoutDevice(entry, pushId, messageId, user, outcome, reason);
      return;
    }
    Integer seat = entry.seats().byDevice().get(device);
    if (seat == null
        || user.equals(entry.sender())
        || !user.equals(entry.seats().userOfDevice().get(device))) {
      uncalledFor++;
    } else if (!pushIds.add(pushId) || entry.reached().get(seat)) {
      repeated++;
      if (entry.reached().get(seat) && entry.firstPushIds().get(seat) != folded(pushId)) {
        underAnotherTag++;
      }
    } else {
      long now = System.nanoTime();
      if (entry.withoutPush().get(seat)) {
        // The message was sent again under the same id, and then its type was on.
        entry.withoutPush().clear(seat);
        calledFor++;
      } else {
        done(entry, user, now);
      }
      entry.reached().set(seat);
      entry.firstPushIds().put(seat, folded(pushId));
      accounted++;
      outcomes.merge(outcome, 1L, Long::sum);
      if (outcome == Outcome.ACCEPTED) {
        latency.recordValue(Math.clamp(millis, 0, LONGEST_LATENCY_MILLIS));
      }
    }
  }

  /** A recipient as a whole has an outcome: no device of the recipient was looked up, or found. */
  private void recordWithoutDevice(
      Entry entry,
      UUID pushId,
      String messageId,
      String user,
      Outcome outcome,
      @Nullable Reason reason) {
    if (outcome == Outcome.SUPPRESSED && user.equals(entry.sender())) {
      // Expected where an event lists its sender among the recipients.
      return;
    }
    boolean getsNoPush =
        outcome == Outcome.SUPPRESSED && (reason == Reason.TYPE_OFF || reason == Reason.APP_LIMIT);
    if (!entry.isRecipient(user) || !(outcome == Outcome.NO_DEVICE || getsNoPush)) {
      uncalledFor++;
    } else if (outcome == Outcome.NO_DEVICE) {
      repeated += withoutDevice.add(pushId) ? 0 : 1;
    } else {
      recordWithoutPush(entry, pushId, messageId, user, Objects.requireNonNull(reason));
    }
  }

  private void recordWithoutPush(
      Entry entry, UUID pushId, String messageId, String user, Reason reason) {
    if (!withoutPush.computeIfAbsent(reason, key -> new PushIdSet()).add(pushId)) {
      repeated++;
      return;
    }
    if (reason == Reason.TYPE_OFF) {
      messagesOfTypesOff.computeIfAbsent(entry.type(), type -> new HashSet<>()).add(messageId);
    }
    long now = System.nanoTime();
    for (String device : devicesByUser.getOrDefault(user, List.of())) {
      Integer seat = entry.seats().byDevice().get(device);
      if (seat != null && !entry.reached().get(seat) && !entry.withoutPush().get(seat)) {
        entry.withoutPush().set(seat);
        calledFor--;
        done(entry, user, now);
      }
    }
  }

  private void done(Entry entry, String user, long now) {
    flow("channel " + entry.channel().id()).done(now);
    flow("user " + user).done(now);
  }

  /** The registration of a device has ended: messages that had not reached it need not any more. */
  synchronized void ended(String device) {
    endedDevices.add(device);
  }

  /** Whether all pushes of a message that was expected have an outcome, or need none any more. */
  synchronized boolean isAnswered(String messageId) {
    Entry entry = entries.get(messageId);
    return entry != null
        && entry.reached().cardinality() + entry.withoutPush().cardinality() + excused(entry)
            >= entry.calledFor();
  }

  /**
   * The channels and users with pushes of which none has got an outcome for longer than a limit.
   *
   * @param notBefore when the limit begins to run at the earliest, as {@link System#nanoTime}
   */
  synchronized List<String> stalled(Duration limit, long notBefore) {
    long now = System.nanoTime();
    return flows.entrySet().stream()
        .filter(flow -> flow.getValue().isStalled(limit.toNanos(), notBefore, now))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Outcomes of a push under another id than that of its first outcome: should be none. */
  synchronized long underAnotherTag() {
    return underAnotherTag;
  }

  /** How things stand now. */
  synchronized Standing standing() {
    long excused = excused();
    return new Standing(
        entries.size(),
        calledFor,
        accounted,
        excused,
        calledFor - accounted - excused,
        Map.copyOf(outcomes),
        withoutDevice.size(),
        counts(withoutPush, PushIdSet::size),
        counts(messagesOfTypesOff, Set::size),
        repeated,
        uncalledFor,
        Duration.ofMillis(latency.getValueAtPercentile(50)),
        Duration.ofMillis(latency.getValueAtPercentile(99)),
        Duration.ofMillis(latency.getMaxValue()));
  }

  /**
   * What has become of all messages so far.
   *
   * @param messages expected
   * @param calledFor (message, recipient, device) in all, without recipients who get no push
   * @param accounted of those, have a final outcome
   * @param excused of those, have none as the device's registration ended meanwhile
   * @param unaccounted the rest
   * @param outcomes of those accounted for
   * @param withoutDevice (message, recipient) of recipients who had no device
   * @param withoutPush (message, recipient) of recipients who got no push, by the reason: {@code
   *     TYPE_OFF}, {@code APP_LIMIT}
   * @param messagesOfTypesOff messages whose type is off, by the type
   * @param repeated outcomes beyond the first of a push
   * @param uncalledFor outcomes of our messages for recipients or devices that are not theirs
   * @param p50 from chat event to FCM's answer, of what FCM accepted
   */
  record Standing(
      long messages,
      long calledFor,
      long accounted,
      long excused,
      long unaccounted,
      Map<Outcome, Long> outcomes,
      long withoutDevice,
      Map<Reason, Long> withoutPush,
      Map<ChatEventType, Long> messagesOfTypesOff,
      long repeated,
      long uncalledFor,
      Duration p50,
      Duration p99,
      Duration max) {

    /** Returns a number that grows with each outcome that was waited for. */
    long settled() {
      return accounted + excused + withoutPush.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static <K extends Enum<K>, V> Map<K, Long> counts(
      Map<K, V> map, ToLongFunction<V> count) {
    Map<K, Long> counts = new HashMap<>();
    map.forEach((key, value) -> counts.put(key, count.applyAsLong(value)));
    return Map.copyOf(counts);
  }

  private long excused() {
    if (endedDevices.isEmpty()) {
      return 0;
    }
    return entries.values().stream().mapToLong(this::excused).sum();
  }

  private long excused(Entry entry) {
    long excused = 0;
    for (String device : endedDevices) {
      Integer seat = entry.seats().byDevice().get(device);
      if (seat != null
          && !entry.reached().get(seat)
          && !entry.withoutPush().get(seat)
          && !entry.sender().equals(entry.seats().userOfDevice().get(device))) {
        excused++;
      }
    }
    return excused;
  }

  private Flow flow(String name) {
    return flows.computeIfAbsent(name, key -> new Flow());
  }

  private static long folded(UUID id) {
    return id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 23);
  }

  private Seats seats(Channel channel) {
    Map<String, Integer> byDevice = new HashMap<>();
    Map<String, String> userOfDevice = new HashMap<>();
    for (String user : channel.members()) {
      for (String device : devicesByUser.getOrDefault(user, List.of())) {
        byDevice.put(device, byDevice.size());
        userOfDevice.put(device, user);
      }
    }
    return new Seats(Set.copyOf(channel.members()), byDevice, userOfDevice);
  }
}
