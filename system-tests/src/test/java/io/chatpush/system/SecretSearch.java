package io.chatpush.system;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for thousands of secrets at once, in one pass over a text: one pass for each secret took a
 * quarter of a minute after a test with many. Immutable.
 */
final class SecretSearch {

  private static final int PREFIX = Secrets.SHORTEST;
  private static final int HASHES = 1 << 16;

  /** Of the prefixes, so that most places of a text need no string of their own. */
  private final BitSet hashes = new BitSet(HASHES);

  /** The secrets by their first characters, and then by their length. */
  private final Map<String, Map<Integer, Set<String>>> secrets = new HashMap<>();

  /**
   * @throws IllegalArgumentException if one is shorter than {@link Secrets#SHORTEST}
   */
  SecretSearch(Collection<String> all) {
    for (String secret : all) {
      if (secret.length() < PREFIX) {
        throw new IllegalArgumentException(secret + " is too short to be looked for");
      }
      hashes.set(hash(secret, 0));
      secrets
          .computeIfAbsent(secret.substring(0, PREFIX), _ -> new HashMap<>())
          .computeIfAbsent(secret.length(), _ -> new HashSet<>())
          .add(secret);
    }
  }

  /** Each secret that the text has, with the line in which it comes first. */
  List<String> in(String where, String text) {
    Set<String> found = new LinkedHashSet<>();
    List<String> places = new ArrayList<>();
    for (int at = 0; at <= text.length() - PREFIX; at++) {
      if (!hashes.get(hash(text, at))) {
        continue;
      }
      Map<Integer, Set<String>> candidates =
          secrets.getOrDefault(text.substring(at, at + PREFIX), Map.of());
      for (Map.Entry<Integer, Set<String>> candidate : candidates.entrySet()) {
        int end = at + candidate.getKey();
        if (end <= text.length()) {
          String part = text.substring(at, end);
          if (candidate.getValue().contains(part) && found.add(part)) {
            places.add("%s shows %s: %s".formatted(where, part, lineAt(text, at)));
          }
        }
      }
    }
    return places;
  }

  private static String lineAt(String text, int at) {
    int end = text.indexOf('\n', at);
    return text.substring(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length() : end);
  }

  private static int hash(String text, int at) {
    int hash = 0;
    for (int i = at; i < at + PREFIX; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return (hash ^ hash >>> 16) & HASHES - 1;
  }
}
