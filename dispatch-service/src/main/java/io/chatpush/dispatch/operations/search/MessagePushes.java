package io.chatpush.dispatch.operations.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pushes of a message, and what became of them.
 *
 * @param app the app
 * @param message the message
 * @param sentAt when the chat message was sent, if a record has the time
 * @param recipients the recipients, by name
 * @param refused why fan-out refused the event, if it did
 * @param postponed why fan-out reads the event again later, if it does
 * @param searched how far the search went
 */
record MessagePushes(
    String app,
    String message,
    @Nullable Instant sentAt,
    List<Recipient> recipients,
    @Nullable Refused refused,
    @Nullable Postponed postponed,
    Searched searched) {

  /** Returns whether anything is known. */
  boolean isKnown() {
    return !recipients.isEmpty() || refused != null || postponed != null;
  }

  /** A recipient and the devices. */
  record Recipient(String user, List<Device> devices) {}

  /**
   * One device, or a recipient whose devices are not known.
   *
   * @param device its id; {@code null} where the recipient has none or they are not looked up yet
   * @param platform of the device, where an outcome says so
   * @param pushId of the push
   * @param state the outcome, or for a push on its way its stage: FAN_OUT, JOIN, DELIVERY, RETRY
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
   * @param at the time
   * @param what an outcome, or REDRIVEN, DISCARDED
   * @param attempts of FCM until then; {@code null} for what operators do
   * @param reason why, as a code
   * @param errorCode FCM's last error code, where that is another one
   * @param fcmMessage FCM's name for an accepted message
   * @param letter its dead letter: partition/offset
   * @param job the redrive or discard
   * @param by the operator
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
   * A push that has not ended.
   *
   * @param stage what it waits for
   * @param since the time from which on it waits
   * @param attempt the number of the send it leads to
   * @param until before this moment FCM must not be asked again; of RETRY
   * @param reason why it waits, as a code: APP_LIMIT where the limit of its app holds it back and
   *     nothing has failed
   * @param topic the topic that it waits in
   * @param partition of the topic
   * @param offset its offset
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

  /** The stages at which a push can wait, in their order. */
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
   * @param letter the dead letter of the event: partition/offset
   */
  record Refused(Instant at, String reason, @Nullable String detail, String letter) {}

  /**
   * Why fan-out has not made pushes of the event yet.
   *
   * @param since when it read the event last
   * @param until when it reads the event again
   * @param expiresAt when it gives up
   * @param reason as a code: KIND_UNKNOWN, the type or audience of the event is newer than the
   *     version that runs
   * @param topic the topic that the event waits in
   * @param partition of the topic
   * @param offset its offset
   */
  record Postponed(
      Instant since,
      @Nullable Instant until,
      Instant expiresAt,
      String reason,
      String topic,
      int partition,
      long offset) {}

  /**
   * How far the search went.
   *
   * @param outcomesSince outcomes from then on were read
   * @param outcomesPartition the partition that has them
   * @param topics the other topics, read from the committed offsets to the end
   * @param records the number of offsets read
   * @param complete false if the search timeout ended it: there may be more
   */
  record Searched(
      Instant outcomesSince,
      int outcomesPartition,
      List<String> topics,
      long records,
      boolean complete) {}
}
