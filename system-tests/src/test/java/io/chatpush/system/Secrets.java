package io.chatpush.system;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything these tests told the stack that no log may show: addresses, access tokens, texts, user
 * ids.
 */
final class Secrets {

  /** Shorter ones would be found by chance. */
  static final int SHORTEST = 6;

  private static final Set<String> ALL = ConcurrentHashMap.newKeySet();

  private Secrets() {}

  /** Remembers a secret and hands it back. */
  static String secret(String value) {
    if (value.length() < SHORTEST) {
      throw new IllegalArgumentException(value + " is too short to be looked for");
    }
    ALL.add(value);
    return value;
  }

  static Set<String> all() {
    return Set.copyOf(ALL);
  }
}
