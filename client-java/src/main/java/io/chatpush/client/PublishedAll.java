package io.chatpush.client;

import java.util.List;

/**
 * What became of many messages.
 *
 * @param accepted the number of messages that Kafka has acknowledged
 * @param refused those that chatpush refused, in the order in which they were published. A message
 *     that was built is refused only if the settings of the app are not the default ones, or if
 *     chatpush has newer rules
 */
public record PublishedAll(long accepted, List<Refused> refused) {

  /**
   * A message that was refused.
   *
   * @param index the number of the message among those published, from 0
   * @param messageId the id of the message
   * @param problem what is wrong
   */
  public record Refused(long index, String messageId, Problem problem) {}

  public PublishedAll {
    refused = List.copyOf(refused);
  }
}
