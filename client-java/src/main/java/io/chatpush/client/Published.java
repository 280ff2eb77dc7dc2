package io.chatpush.client;

import java.util.List;

/**
 * What became of a message that Kafka has acknowledged.
 *
 * @param messageId the id of the message
 * @param notices why it leads to no push; empty for most messages
 */
public record Published(String messageId, List<Notice> notices) {

  /**
   * Says why an accepted message leads to no push.
   *
   * @param code {@code type_off}: the app has events of this type switched off. {@code
   *     no_recipient}: no recipient is left beside the sender and those excluded. A newer version
   *     of chatpush may have others
   * @param message the same as a sentence
   */
  public record Notice(String code, String message) {}

  public Published {
    notices = List.copyOf(notices);
  }
}
