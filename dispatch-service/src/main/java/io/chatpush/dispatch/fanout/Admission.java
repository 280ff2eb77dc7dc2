package io.chatpush.dispatch.fanout;

import io.chatpush.apps.App;
import java.time.Duration;

/** When the pushes of a chat event may begin, as far as the limit of its app is concerned. */
sealed interface Admission {

  /** At once. */
  record Now() implements Admission {}

  /**
   * After a while, in which they are held back in the retry topics.
   *
   * @param delay longer than zero
   */
  record Later(Duration delay) implements Admission {}

  /** Not in time: they end without having been sent. */
  record Never() implements Admission {}

  /** Decides about one event. */
  @FunctionalInterface
  interface Decision {

    /** No app has a limit. */
    Decision UNLIMITED = (app, recipients, longest) -> new Now();

    /**
     * Counts an event against the limit of its app.
     *
     * @param recipients whom it is to tell
     * @param longest after this wait the pushes would have expired
     */
    Admission admit(App app, int recipients, Duration longest);
  }
}
