package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;

/** What an event did to who owns a device. */
sealed interface Ownership {

  /**
   * A user owns the device, for the first time or as before.
   *
   * @param device as it stands now
   */
  record Owned(UserDevice device) implements Ownership {}

  /**
   * Another user owns the device from now on.
   *
   * @param before as it stood for the user who lost it
   * @param after as it stands now
   */
  record Moved(UserDevice before, UserDevice after) implements Ownership {}

  /**
   * Nobody owns the device any more.
   *
   * @param device as it stood
   * @param reason why
   */
  record Ended(UserDevice device, Ended.Reason reason) implements Ownership {
    enum Reason {
      /** Its owner said so. */
      REMOVED,
      /** FCM no longer knows its address. */
      RETIRED
    }
  }

  /**
   * The event changes nothing.
   *
   * @param reason why
   */
  record Unchanged(Unchanged.Reason reason) implements Ownership {
    enum Reason {
      /** Removed by somebody who does not own it, or owned by nobody. */
      NOT_THE_OWNER,
      /** Retired, but it has another address by now, has told its address since, or is gone. */
      OTHER_ADDRESS,
      /** A registration without what a device must have. */
      IMPOSSIBLE,
      /** Of a type that is younger than this code. */
      UNKNOWN_TYPE
    }
  }
}
