package io.chatpush.fcm.simulator.behaviour;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force. The first that applies decides: one set for the very address, then those set
 * for a pattern, the newest first, then the address's own. Safe for use by several threads.
 */
public final class Behaviours {

  private static final int FRACTION = 1;
  private static final int TIME_FIRST = 2;
  private static final int TIME_SECOND = 3;

  private final Map<String, Active> byAddress = new ConcurrentHashMap<>();
  private final List<Active> byPattern = new CopyOnWriteArrayList<>();
  private final Chance chance;
  private final LongSupplier nanoTime;
  private volatile AnswerTime answerTime;

  /**
   * Without rules at first.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Behaviours(AnswerTime answerTime, long seed, LongSupplier nanoTime) {
    this.answerTime = answerTime;
    this.chance = new Chance(seed);
    this.nanoTime = nanoTime;
  }

  /** A rule set at run time, with what is left of it. */
  private static final class Active {

    private final String pattern;
    private final String text;
    private final Rule rule;
    private final @Nullable Pattern glob;
    private final AtomicLong left;
    private final long setAt;

    Active(String pattern, String text, long now) {
      this.pattern = pattern;
      this.text = text;
      this.rule = RuleGrammar.parse(text);
      this.glob =
          pattern.indexOf('*') < 0 || pattern.equals("*")
              ? null
              : Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", Pattern.DOTALL);
      this.left = new AtomicLong(rule.times());
      this.setAt = now;
    }

    boolean covers(String address) {
      return glob == null || glob.matcher(address).matches();
    }

    boolean isOver(long now) {
      Duration lasts = rule.lasts();
      return left.get() <= 0 || (lasts != null && now - setAt >= lasts.toNanos());
    }

    boolean take() {
      return rule.times() == Long.MAX_VALUE || left.getAndDecrement() > 0;
    }
  }

  /**
   * Sets a rule for an address, or for all that a pattern with {@code *} covers.
   *
   * @throws IllegalArgumentException if the rule is not in {@link RuleGrammar}
   */
  public void set(String pattern, String rule) {
    Active active = new Active(pattern, rule, nanoTime.getAsLong());
    if (pattern.indexOf('*') < 0) {
      byAddress.put(pattern, active);
    } else {
      byPattern.removeIf(old -> old.pattern.equals(pattern));
      byPattern.addFirst(active);
    }
  }

  /** Takes a rule back; false if there is none. */
  public boolean remove(String pattern) {
    boolean exact = byAddress.remove(pattern) != null;
    boolean wide = byPattern.removeIf(old -> old.pattern.equals(pattern));
    return exact || wide;
  }

  public void clear() {
    byAddress.clear();
    byPattern.clear();
  }

  /** The rules in force by address or pattern, as they were written. */
  public Map<String, String> rules() {
    long now = nanoTime.getAsLong();
    Map<String, String> rules = new LinkedHashMap<>();
    byAddress.forEach((address, active) -> putUnlessOver(rules, active, now));
    byPattern.forEach(active -> putUnlessOver(rules, active, now));
    return rules;
  }

  public AnswerTime answerTime() {
    return answerTime;
  }

  public void answerTime(AnswerTime time) {
    answerTime = time;
  }

  /**
   * Decides what happens to one request.
   *
   * @param attempt which request for this address it is, from 1
   */
  public Rule decide(String address, long attempt) {
    if (!byAddress.isEmpty()) {
      Active exact = byAddress.get(address);
      if (exact != null && applies(exact, address, attempt)) {
        return exact.rule;
      }
    }
    for (Active active : byPattern) {
      if (active.covers(address) && applies(active, address, attempt)) {
        return active.rule;
      }
    }
    Rule own = RuleGrammar.ofAddress(address);
    return own != null && attempt <= own.times() && isChosen(own, address, attempt)
        ? own
        : Rule.NORMAL;
  }

  /** When to answer that request, in nanoseconds from now. */
  public long delayNanos(Rule rule, String address, long attempt) {
    AnswerTime time = answerTime;
    long nanos =
        time instanceof AnswerTime.Fixed(Duration fixed)
            ? fixed.toNanos()
            : time.nanos(
                chance.draw(address, attempt, TIME_FIRST),
                chance.draw(address, attempt, TIME_SECOND));
    return nanos + rule.slow().toNanos();
  }

  private boolean applies(Active active, String address, long attempt) {
    return !active.isOver(nanoTime.getAsLong())
        && isChosen(active.rule, address, attempt)
        && active.take();
  }

  private boolean isChosen(Rule rule, String address, long attempt) {
    return rule.fraction() >= 1 || chance.draw(address, attempt, FRACTION) < rule.fraction();
  }

  private static void putUnlessOver(Map<String, String> rules, Active active, long now) {
    if (!active.isOver(now)) {
      rules.put(active.pattern, active.text);
    }
  }
}
