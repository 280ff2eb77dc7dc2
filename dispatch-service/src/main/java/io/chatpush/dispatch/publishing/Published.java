package io.chatpush.dispatch.publishing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * The response to an event that Kafka has acknowledged.
 *
 * @param messageId the id of the event
 * @param notices what the chat system may not expect; empty for most events
 */
record Published(String messageId, List<Notice> notices) {

  /**
   * Says why an accepted event leads to no push.
   *
   * @param notice the reason
   * @param message the same as a sentence
   */
  record Notice(Kind notice, String message) {

    static Notice of(Kind kind) {
      return new Notice(
          kind,
          switch (kind) {
            case TYPE_OFF -> "No user gets a push: the app has events of this type switched off.";
            case NO_RECIPIENT ->
                "No user gets a push: the event has no recipient other than its sender and the users"
                    + " in exclude.";
          });
    }
  }

  /** The reasons. Their names in lower case are part of the contract. */
  enum Kind {
    /** The app has this type of event switched off. */
    TYPE_OFF,
    /** No recipient is left beside the sender and those excluded. */
    NO_RECIPIENT;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Published {
    notices = List.copyOf(notices);
  }
}
