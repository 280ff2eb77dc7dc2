package io.chatpush.schemas.serde;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry on threads of its own, so that no registry holds up a thread that reads or writes
 * records for long. The life of one key, a schema id or a subject:
 *
 * <pre>
 *               ask                  found
 *   NOTHING --------> UNDER WAY ---------------> forgotten here, known for good
 *                      ^  |  |
 *    ask after backoff |  |  | no usable answer
 *                      |  |  '-----------------> FAILED: unavailable, at once, until the backoff ends
 *                      |  |
 *                      |  | unknown to all nodes that answer, within the grace time
 *                      |  '--------------------> NOT YET: unavailable, at once; asked again each 500 ms
 *                      |  | unknown, the grace time is over or not granted; or unfit
 *                      |  '--------------------> DENIED: the answer, at once, while it is believed
 * </pre>
 *
 * <p>The caller that asks first waits, and all that come while it does wait with it, but never
 * longer than the configured time after the question was asked. Three rules bound the sum of the
 * waits, since anybody who can write to a topic can make up new schema ids:
 *
 * <ul>
 *   <li>After one wait without an answer no call waits again until the registry has answered
 *       something.
 *   <li>Answers that take longer than {@link #PROMPT} are charged to a budget of {@link
 *       #WAITS_PER_MINUTE} waits; when it is spent, calls fail at once and find the answer when
 *       they come again. Prompt answers are free: a record with an unknown id cannot be rejected
 *       faster.
 *   <li>After failures for two different keys in a row no call asks until a backoff has passed, and
 *       at no time more than {@link #MOST_UNDER_WAY} questions are under way.
 * </ul>
 *
 * <p>The grace time of an unknown schema id delays records, too, so it is granted from a budget of
 * {@link #GRACE_PER_MINUTE}. Grace times that overlap are charged once, since each delays only the
 * partitions with its id.
 *
 * <p>Safe for use by many threads; one lock guards all state, and nothing is awaited while it is
 * held.
 */
final class RegistryLookups {

  /** Waits for an answer. */
  interface Waiting {
    /** Returns when the future is complete or the time is over, whichever is first. */
    void await(CompletableFuture<?> answer, Duration atMost) throws InterruptedException;
  }

  /** Waits as the clock says. */
  static final Waiting REAL =
      (answer, atMost) -> {
        try {
          var _ = answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
          // The caller looks at the future.
        }
      };

  /** More would load a registry that is already slow; each takes a connection. */
  static final int MOST_UNDER_WAY = 8;

  /** An answer within this time is prompt: a registry in another zone takes some 10 ms. */
  static final Duration PROMPT = Duration.ofMillis(100);

  /**
   * How many waits of full length a minute may hold for a registry that is slow or answers only now
   * and then. With the services' wait of a second that is 8 % of a thread's time.
   */
  static final int WAITS_PER_MINUTE = 5;

  /** Two grace times of the default length in a minute. */
  static final Duration GRACE_PER_MINUTE = Duration.ofSeconds(10);

  /** How often a registry is asked again for an id within its grace time. */
  static final Duration GRACE_RETRY = Duration.ofMillis(500);

  /** After this time without a question, an id that was unknown gets a grace time again. */
  static final Duration GRACE_FORGOTTEN = Duration.ofMinutes(1);

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /** Shorter than that of a key, so that one key that always fails cannot hold back the others. */
  private static final Duration LONGEST_OUTAGE_BACKOFF = Duration.ofSeconds(1);

  /** What has come of a question. */
  private sealed interface Outcome {
    record Found(Object value) implements Outcome {}

    record Unknown() implements Outcome {}

    record Unfit(String reason) implements Outcome {}

    record Unavailable(String reason, boolean alive) implements Outcome {}
  }

  private static final class Lookup {
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    final long began;
    boolean charged;

    Lookup(long began) {
      this.began = began;
    }
  }

  /** What is remembered of a key. */
  private static final class Memory {
    @Nullable Lookup underWay;
    @Nullable Outcome last;
    long lastEnds;
    int failures;
    boolean hadGrace;
    long graceEnds;
    long deniedAt;
  }

  private final RegistrySettings settings;
  private final LongSupplier nanos;
  private final Waiting waiting;
  private final Map<Object, Memory> memories;
  private final TimeBudget waits;
  private final TimeBudget graces;
  private long gracesChargedUntil;
  private int underWay;
  private boolean silent;
  private @Nullable Object failedKey;
  private int outages;
  private @Nullable String outage;
  private long outageEnds;

  RegistryLookups(RegistrySettings settings, LongSupplier nanos, Waiting waiting) {
    this.settings = settings;
    this.nanos = nanos;
    this.waiting = waiting;
    long now = nanos.getAsLong();
    this.waits = new TimeBudget(settings.lookupWait().multipliedBy(WAITS_PER_MINUTE), now);
    this.graces = new TimeBudget(GRACE_PER_MINUTE, now);
    this.gracesChargedUntil = now;
    this.memories =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Memory> eldest) {
            return size() > settings.missingSize();
          }
        };
  }

  /**
   * Returns the registry's answer, or empty if it does not know the key.
   *
   * @param key what the answer is remembered by
   * @param about what the question is about, for messages
   * @param grace whether an "unknown" gets the grace time
   * @param question asks the registry, and keeps what it finds
   * @throws RegistryUnavailableException if there is no answer yet
   * @throws ContractViolationException if the registry's answer is unfit
   */
  <T> Optional<T> ask(
      Object key, String about, boolean grace, Class<T> type, Supplier<Optional<T>> question) {
    Lookup lookup;
    Duration patience;
    synchronized (this) {
      long now = nanos.getAsLong();
      Memory memory = memories.computeIfAbsent(key, _ -> new Memory());
      lookup = memory.underWay;
      if (lookup == null) {
        Outcome last = memory.last;
        if (last != null && now - memory.lastEnds < 0) {
          return result(last, type);
        }
        refuseWhileOverloaded(about, now);
        lookup = begin(key, memory, about, grace, question, now);
      }
      patience = patience(lookup, now);
    }
    if (patience.isPositive()) {
      await(lookup, patience, about);
    }
    Outcome outcome = lookup.outcome.getNow(null);
    if (outcome == null) {
      throw new RegistryUnavailableException(
          "the registry at " + settings.urls() + " has not answered yet for " + about);
    }
    return result(outcome, type);
  }

  private void refuseWhileOverloaded(String about, long now) {
    if (outage != null && now - outageEnds < 0) {
      throw new RegistryUnavailableException(
          "the registry is not asked for " + about + " yet, because " + outage);
    }
    if (underWay >= MOST_UNDER_WAY) {
      throw new RegistryUnavailableException(
          "the registry at "
              + settings.urls()
              + " is not asked for "
              + about
              + " yet, because it has not answered "
              + underWay
              + " other questions");
    }
  }

  private <T> Lookup begin(
      Object key,
      Memory memory,
      String about,
      boolean grace,
      Supplier<Optional<T>> question,
      long now) {
    Lookup lookup = new Lookup(now);
    Thread thread =
        Thread.ofVirtual()
            .name("schema-registry-lookup")
            .unstarted(() -> end(key, memory, lookup, about, grace, answer(question)));
    memory.underWay = lookup;
    underWay++;
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        memory.underWay = null;
        underWay--;
      }
    }
    return lookup;
  }

  /** An error must not end the thread before the question has ended, or its key is lost. */
  private static <T> Outcome answer(Supplier<Optional<T>> question) {
    try {
      Optional<T> answer = question.get();
      return answer.isPresent() ? new Outcome.Found(answer.get()) : new Outcome.Unknown();
    } catch (ContractViolationException e) {
      return new Outcome.Unfit(String.valueOf(e.getMessage()));
    } catch (RegistryUnavailableException e) {
      return new Outcome.Unavailable(String.valueOf(e.getMessage()), e.isAlive());
    } catch (Throwable e) {
      return new Outcome.Unavailable(
          "the question failed with " + e.getClass().getSimpleName(), true);
    }
  }

  private void end(
      Object key, Memory memory, Lookup lookup, String about, boolean grace, Outcome answer) {
    synchronized (this) {
      long now = nanos.getAsLong();
      underWay--;
      memory.underWay = null;
      Outcome outcome =
          answer instanceof Outcome.Unknown && grace ? unknown(memory, about, now) : answer;
      switch (outcome) {
        case Outcome.Found _ -> {
          var _ = memories.remove(key, memory);
        }
        case Outcome.Unknown _, Outcome.Unfit _ -> {
          memory.failures = 0;
          remember(memory, outcome, now, settings.missingTtl());
        }
        case Outcome.Unavailable _ when answer instanceof Outcome.Unknown -> {
          memory.failures = 0;
          remember(memory, outcome, now, GRACE_RETRY);
        }
        case Outcome.Unavailable _ -> {
          memory.failures++;
          remember(memory, outcome, now, backoff(memory.failures, LONGEST_BACKOFF));
        }
      }
      if (answer instanceof Outcome.Unavailable(String reason, boolean alive) && !alive) {
        failed(key, reason, now);
      } else {
        silent = false;
        failedKey = null;
        outage = null;
        outages = 0;
      }
      lookup.outcome.complete(outcome);
    }
  }

  private static void remember(Memory memory, Outcome outcome, long now, Duration time) {
    memory.last = outcome;
    memory.lastEnds = now + time.toNanos();
  }

  /** All nodes that answered deny the key: it is unknown, or not known yet. */
  private Outcome unknown(Memory memory, String about, long now) {
    if (!memory.hadGrace || now - memory.deniedAt > GRACE_FORGOTTEN.toNanos()) {
      memory.hadGrace = true;
      memory.graceEnds = grantsGrace(now) ? now + settings.missingGrace().toNanos() : now;
    }
    memory.deniedAt = now;
    return now - memory.graceEnds < 0
        ? new Outcome.Unavailable(
            "the registry at "
                + settings.urls()
                + " does not know "
                + about
                + ", which is believed after "
                + settings.missingGrace().toMillis()
                + " ms",
            true)
        : new Outcome.Unknown();
  }

  private boolean grantsGrace(long now) {
    long ends = now + settings.missingGrace().toNanos();
    long chargedFrom = gracesChargedUntil - now > 0 ? gracesChargedUntil : now;
    if (ends - chargedFrom > 0) {
      if (!graces.take(now, ends - chargedFrom)) {
        return false;
      }
      gracesChargedUntil = ends;
    }
    return true;
  }

  /** One key may fail for a reason of its own; two in a row mean the registry. */
  private void failed(Object key, String reason, long now) {
    if (failedKey != null && !failedKey.equals(key)) {
      outages++;
      outage = reason;
      outageEnds = now + backoff(outages, LONGEST_OUTAGE_BACKOFF).toNanos();
    }
    failedKey = key;
  }

  private static Duration backoff(int failures, Duration longest) {
    Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 16));
    return backoff.compareTo(longest) < 0 ? backoff : longest;
  }

  /** How long a call may wait for a question. */
  private Duration patience(Lookup lookup, long now) {
    return silent || !waits.hasLeft(now)
        ? Duration.ZERO
        : settings.lookupWait().minusNanos(now - lookup.began);
  }

  private void await(Lookup lookup, Duration patience, String about) {
    try {
      waiting.await(lookup.outcome, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(
          "the answer for " + about + " was not awaited, because the thread was interrupted");
    }
    synchronized (this) {
      if (!lookup.charged) {
        lookup.charged = true;
        long now = nanos.getAsLong();
        long waited = now - lookup.began;
        if (waited > PROMPT.toNanos()) {
          waits.spend(now, Math.min(waited, settings.lookupWait().toNanos()));
        }
      }
      silent |= !lookup.outcome.isDone();
    }
  }

  private static <T> Optional<T> result(Outcome outcome, Class<T> type) {
    return switch (outcome) {
      case Outcome.Found(Object value) -> Optional.of(type.cast(value));
      case Outcome.Unknown _ -> Optional.empty();
      case Outcome.Unfit(String reason) -> throw new ContractViolationException(reason);
      case Outcome.Unavailable(String reason, boolean alive) ->
          throw new RegistryUnavailableException(reason, alive);
    };
  }
}
