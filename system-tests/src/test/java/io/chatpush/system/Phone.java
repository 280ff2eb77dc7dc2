package io.chatpush.system;

import io.chatpush.events.Platform;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.stack.launch.LocalApp;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A device that somebody is signed in on.
 *
 * @param user who
 * @param id of the device
 * @param address its registration token, which the simulator may read a behaviour from
 */
record Phone(String user, String id, String address, Platform platform) {

  Phone {
    Secrets.secret(user);
    Secrets.secret(address);
  }

  /** A phone of somebody new. */
  static Phone aPhone() {
    return ofSomebodyNew("normal");
  }

  /** A phone of somebody new, whose address does as the simulator's rule says. */
  static Phone thatAnswers(String rule) {
    return ofSomebodyNew(rule);
  }

  /** Another phone of the same user, whose address does as the simulator's rule says. */
  Phone another(String rule) {
    return new Phone(user, unique("device"), unique(rule), Platform.ANDROID);
  }

  /** The same phone after somebody else has signed in on it. */
  Phone signedInBy(String other) {
    return new Phone(other, id, address, platform);
  }

  /** A phone of another user, who has given it the device id of this one. */
  Phone impersonatedBy(String other) {
    return new Phone(other, id, unique("normal"), platform);
  }

  /** The same phone after its app was installed anew, which has kept the address. */
  Phone reinstalled() {
    return new Phone(user, unique("device"), address, platform);
  }

  /** A user id that nobody has. */
  static String somebody() {
    return Secrets.secret(unique("person"));
  }

  /** Its key in {@code push.user-devices}. */
  String key() {
    return RecordKeys.userDevice(LocalApp.ID, user, id);
  }

  private static Phone ofSomebodyNew(String rule) {
    return new Phone(somebody(), unique("device"), unique(rule), Platform.ANDROID);
  }

  static String unique(String prefix) {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return prefix + "-" + HexFormat.of().formatHex(random);
  }
}
