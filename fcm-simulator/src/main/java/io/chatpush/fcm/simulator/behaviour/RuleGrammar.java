package io.chatpush.fcm.simulator.behaviour;

import io.chatpush.fcm.simulator.behaviour.Behaviour.Accept;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Drip;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Garbage;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Garble;
import io.chatpush.fcm.simulator.behaviour.Behaviour.GoAway;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Interrupt;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Interruption;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Refusal;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Refuse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one language in which behaviours are asked for: at the start of an address, up to its first
 * hyphen, and through the admin API.
 *
 * <pre>
 * rule     = [ "slow:" duration "." ] [ "accepted." ] word *( ":" argument )
 * word     = "ok" / "slow" / "drip" / "goaway" / a refusal, garbage or interruption in lower case
 * argument = duration   Retry-After of a refusal, extra time of slow, whole time of drip
 *          / "x" count  for so many requests, then normal
 *          / number "%" of the requests, chosen by seed
 *          / "for" duration  from when the rule was set
 * </pre>
 */
public final class RuleGrammar {

  private static final Duration DEFAULT_DRIP = Duration.ofSeconds(2);
  private static final Map<String, Behaviour> WORDS = words();

  /** Addresses repeat; there are few rules and they are written the same way. */
  private static final int MAX_CACHED = 10_000;

  private static final Map<String, Optional<Rule>> CACHE = new ConcurrentHashMap<>();

  private RuleGrammar() {}

  /** The rule an address starts with, null if it starts with none. */
  public static @Nullable Rule ofAddress(String address) {
    int end = 0;
    while (end < address.length() && isLetter(address.charAt(end))) {
      end++;
    }
    if (end == 0 || end == address.length() || !WORDS.containsKey(address.substring(0, end))) {
      return null;
    }
    int hyphen = address.indexOf('-', end);
    if (hyphen < 0) {
      return null;
    }
    String text = address.substring(0, hyphen);
    Optional<Rule> known = CACHE.get(text);
    if (known == null) {
      known = tryParse(text);
      if (CACHE.size() < MAX_CACHED) {
        CACHE.put(text, known);
      }
    }
    return known.orElse(null);
  }

  /**
   * Reads one rule.
   *
   * @throws IllegalArgumentException saying which part is not understood
   */
  public static Rule parse(String text) {
    String rest = text;
    Duration slow = Duration.ZERO;
    boolean accepted = false;
    if (rest.startsWith("slow:") && rest.indexOf('.') > 0) {
      slow = Durations.parse(rest.substring("slow:".length(), rest.indexOf('.')));
      rest = rest.substring(rest.indexOf('.') + 1);
    }
    if (rest.startsWith("accepted.")) {
      accepted = true;
      rest = rest.substring("accepted.".length());
    }
    String[] parts = rest.split(":", -1);
    Behaviour behaviour = WORDS.get(parts[0]);
    if (behaviour == null || parts[0].equals("accepted")) {
      throw new IllegalArgumentException("\"" + parts[0] + "\" is no behaviour");
    }
    Duration duration = null;
    long times = Long.MAX_VALUE;
    double fraction = 1;
    Duration lasts = null;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      if (Durations.isDuration(part)) {
        duration = Durations.parse(part);
      } else if (part.startsWith("for")) {
        lasts = Durations.parse(part.substring("for".length()));
      } else if (part.matches("x\\d{1,9}")) {
        times = Long.parseLong(part.substring(1));
      } else if (part.matches("\\d{1,3}(\\.\\d{1,6})?%")) {
        fraction = Double.parseDouble(part.substring(0, part.length() - 1)) / 100;
      } else {
        throw new IllegalArgumentException(
            "\"" + part + "\" is neither a duration nor x<count>, <number>% or for<duration>");
      }
    }
    if (duration != null) {
      switch (behaviour) {
        case Refuse(Refusal refusal, Duration _) -> behaviour = new Refuse(refusal, duration);
        case Drip(Duration _) -> behaviour = new Drip(duration);
        case Accept() -> slow = slow.plus(duration);
        case Garble(Garbage _) -> slow = slow.plus(duration);
        case Interrupt(Interruption _) -> slow = slow.plus(duration);
        case GoAway() -> slow = slow.plus(duration);
      }
    }
    return new Rule(behaviour, slow, accepted, times, fraction, lasts);
  }

  private static Optional<Rule> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  }

  private static Map<String, Behaviour> words() {
    Map<String, Behaviour> words = new HashMap<>();
    words.put("ok", new Accept());
    words.put("slow", new Accept());
    words.put("accepted", new Accept());
    words.put("drip", new Drip(DEFAULT_DRIP));
    words.put("goaway", new GoAway());
    for (Refusal refusal : Refusal.values()) {
      words.put(word(refusal), new Refuse(refusal, null));
    }
    for (Garbage garbage : Garbage.values()) {
      words.put(word(garbage), new Garble(garbage));
    }
    for (Interruption interruption : Interruption.values()) {
      words.put(word(interruption), new Interrupt(interruption));
    }
    return Map.copyOf(words);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
