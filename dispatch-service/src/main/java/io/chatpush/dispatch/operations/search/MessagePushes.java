package io.chatpush.dispatch.operations.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message's pushes.
 *
 * @param app the app
 * @param message the message
 * @param sentAt when the chat message was sent, where anything found says so
 * @param recipients who got it or is to get it, by name
 * @param refused why fan-out refused the event, if that is what became of it
 * @param searched how far was looked
 */
record MessagePushes(
    String app,
    String message,
    @Nullable Instant sentAt,
    List<Recipient> recipients,
    @Nullable Refused refused,
    Searched searched) {

  /** Whether anything is known. */
  boolean isKnown() {
    return !recipients.isEmpty() || refused != null;
  }

  /** A recipient and the devices. */
  record Recipient(String user, List<Device> devices) {}

  /**
   * One device, or what is known before the devices are.
   *
   * @param device its id; {@code null} where the recipient has none or they are not looked up yet
   * @param platform of the device, where an outcome says so
   * @param pushId of the push
   * @param state the outcome, or for a push on its way where it is: FAN_OUT, JOIN, DELIVERY, RETRY
   * @param history what happened, the oldest first
   * @param pending what it waits for
   */
  record Device(
      @Nullable String device,
      @Nullable String platform,
      @Nullable String pushId,
      String state,
      List<Step> history,
      @Nullable Pending pending) {}

  /**
   * Something that happened to a push.
   *
   * @param at when
   * @param what an outcome, or REDRIVEN, DISCARDED
   * @param attempts of FCM until then; {@code null} for what operators do
   * @param reason why, as a code
   * @param errorCode FCM's last error code, where that is another one
   * @param fcmMessage FCM's name for an accepted message
   * @param letter its dead letter: partition/offset
   * @param job the redrive or discard
   * @param by who asked for that
   */
  record Step(
      Instant at,
      String what,
      @Nullable Integer attempts,
      @Nullable String reason,
      @Nullable String errorCode,
      @Nullable String fcmMessage,
      @Nullable String letter,
      @Nullable String job,
      @Nullable String by) {}

  /**
   * A push on its way.
   *
   * @param stage what it waits for
   * @param since since when
   * @param attempt the number of the send it leads to
   * @param until before this moment FCM must not be asked again; of RETRY
   * @param reason why it waits, as a code: APP_LIMIT where the limit of its app holds it back and
   *     nothing has failed
   * @param topic where it waits
   * @param partition of the topic
   * @param offset where it stands
   * @param ahead records before it that are not done either, at most
   */
  record Pending(
      Stage stage,
      Instant since,
      int attempt,
      @Nullable Instant until,
      @Nullable String reason,
      String topic,
      int partition,
      long offset,
      long ahead) {}

  /** What a push can wait for, in the order of its way. */
  enum Stage {
    FAN_OUT,
    RETRY,
    JOIN,
    DELIVERY
  }

  /**
   * Why an event became no push.
   *
   * @param at when
   * @param reason as a code
   * @param detail as a sentence
   * @param letter where the event lies in the dead letters: partition/offset
   */
  record Refused(Instant at, String reason, @Nullable String detail, String letter) {}

  /**
   * How far was looked.
   *
   * @param outcomesSince outcomes from then on were read
   * @param outcomesPartition the one they are in
   * @param topics what else was read, from where its consumers are to its end
   * @param records how many offsets that were
   * @param complete false if the time for one question was up first: there may be more
   */
  record Searched(
      Instant outcomesSince,
      int outcomesPartition,
      List<String> topics,
      long records,
      boolean complete) {}
}
