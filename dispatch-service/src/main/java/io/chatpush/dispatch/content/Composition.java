package io.chatpush.dispatch.content;

import io.chatpush.dispatch.push.PushContent;

/** What came of composing a push. */
public sealed interface Composition {

  /**
   * It can be said.
   *
   * @param content small enough for FCM on every platform
   */
  record Composed(PushContent content) implements Composition {}

  /** No push can be made of this event, now or later. */
  sealed interface Refused extends Composition {

    /** The reason in one sentence, for people. It quotes nothing of the event. */
    String reason();
  }

  /**
   * What must not be shortened leaves no room for a text.
   *
   * @param bytes the event's data, ids and conversation as FCM counts them
   * @param limit as many would do
   */
  record DataTooLarge(int bytes, int limit) implements Refused {
    @Override
    public String reason() {
      return "data and ids take %d bytes of a push, more than %d".formatted(bytes, limit);
    }
  }

  /**
   * The event's data has a key that FCM keeps for itself, and would refuse the push.
   *
   * @param key the first of them
   */
  record ReservedKey(String key) implements Refused {
    @Override
    public String reason() {
      return "data has " + ReservedKeys.describe(key) + ", which FCM reserves";
    }
  }
}
