package io.chatpush.fcm.simulator.ledger;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulator remembers of requests and pushes, within the bounds of {@link
 * LedgerSize}. Safe for use by several threads.
 */
public final class PushLedger {

  private static final int KEPT_DUPLICATES = 10_000;

  private final LedgerSize size;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<String, AddressLog> addresses = new ConcurrentHashMap<>();
  private final Map<String, RequestWindow> projects = new ConcurrentHashMap<>();
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final AtomicReferenceArray<@Nullable Received> latest;
  private final AtomicLong sequence = new AtomicLong();
  private final TagSet tags;
  private final Deque<Received> duplicates = new ArrayDeque<>();
  private final LongAdder duplicateCount = new LongAdder();
  private final LongAdder untagged = new LongAdder();
  private final LongAdder untracked = new LongAdder();
  private final LongAdder early = new LongAdder();
  private final LongAdder resent = new LongAdder();

  /**
   * Empty.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public PushLedger(LedgerSize size, InstantSource clock, LongSupplier nanoTime) {
    this.size = size;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.latest = new AtomicReferenceArray<>(size.pushes());
    this.tags = new TagSet(size.tags());
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  /** Notes that a request for an address came. The log it returns counts that request already. */
  public AddressLog arrived(String project, String address, @Nullable String pushTag) {
    count(project);
    AddressLog log = addresses.get(address);
    if (log == null) {
      log = newLog(address);
    }
    switch (log.arrived(nanoTime.getAsLong(), pushTag)) {
      case IN_TIME -> {}
      case OTHER_PUSH -> early.increment();
      case SAME_PUSH -> {
        early.increment();
        resent.increment();
      }
    }
    return log;
  }

  /** Counts a request towards its project's quota. {@link #arrived} does so itself. */
  public void count(String project) {
    RequestWindow window = projects.get(project);
    if (window == null) {
      window = projects.computeIfAbsent(project, p -> new RequestWindow());
    }
    window.add(clock.millis() / 1000);
  }

  /** Counts what became of a request. */
  public void ended(Outcome outcome) {
    outcome(outcome).increment();
  }

  /** Keeps a push that reached its device. */
  public void received(
      AddressLog log, String project, String name, @Nullable String pushTag, byte[] request) {
    boolean duplicate = false;
    if (pushTag == null) {
      untagged.increment();
    } else {
      duplicate = !addTag(log.address(), pushTag);
    }
    long number = sequence.getAndIncrement();
    Received received =
        new Received(
            number, clock.instant(), project, log.address(), name, pushTag, duplicate, request);
    latest.set((int) (number % size.pushes()), received);
    log.received(number, duplicate, size.pushesPerAddress());
    if (duplicate) {
      duplicateCount.increment();
      synchronized (duplicates) {
        if (duplicates.size() == KEPT_DUPLICATES) {
          duplicates.removeFirst();
        }
        duplicates.addLast(received);
      }
    }
  }

  public @Nullable AddressLog address(String address) {
    return addresses.get(address);
  }

  /** Addresses after {@code after} in their natural order. */
  public List<AddressLog> addresses(String after, int limit) {
    return addresses.values().stream()
        .filter(log -> log.address().compareTo(after) > 0)
        .sorted(Comparator.comparing(AddressLog::address))
        .limit(limit)
        .toList();
  }

  /** The pushes of an address that are still kept, the oldest first. */
  public List<Received> receivedBy(AddressLog log) {
    List<Received> found = new ArrayList<>();
    for (long number : log.recent()) {
      Received received = latest.get((int) (number % size.pushes()));
      if (received != null && received.sequence() == number) {
        found.add(received);
      }
    }
    return found;
  }

  /** The latest pushes of all addresses, the newest first. */
  public List<Received> latest(int limit) {
    List<Received> found = new ArrayList<>();
    long last = sequence.get() - 1;
    for (long number = last; number >= 0 && number > last - size.pushes(); number--) {
      Received received = latest.get((int) (number % size.pushes()));
      if (received != null && received.sequence() == number) {
        found.add(received);
      }
      if (found.size() == limit) {
        break;
      }
    }
    return found;
  }

  /** The latest duplicates, the newest first; at most 10,000 are kept. */
  public List<Received> duplicates(int limit) {
    synchronized (duplicates) {
      return new ArrayList<>(duplicates).reversed().stream().limit(limit).toList();
    }
  }

  public Stats stats() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    long requests = 0;
    for (Map.Entry<Outcome, LongAdder> entry : outcomes.entrySet()) {
      long count = entry.getValue().sum();
      counts.put(entry.getKey(), count);
      requests += count;
    }
    Map<String, Stats.ProjectStats> byProject = new HashMap<>();
    long second = clock.millis() / 1000;
    projects.forEach((project, window) ->
        byProject.put(project, new Stats.ProjectStats(window.now(second), window.most())));
    long forgotten;
    synchronized (tags) {
      forgotten = tags.forgotten();
    }
    return new Stats(
        requests,
        counts,
        outcome(Outcome.ACCEPTED).sum() + outcome(Outcome.ACCEPTED_UNSAID).sum(),
        duplicateCount.sum(),
        untagged.sum(),
        forgotten,
        addresses.size(),
        untracked.sum(),
        early.sum(),
        resent.sum(),
        byProject);
  }

  /** Forgets everything. */
  public void clear() {
    addresses.clear();
    projects.clear();
    outcomes.values().forEach(LongAdder::reset);
    for (int i = 0; i < latest.length(); i++) {
      latest.set(i, null);
    }
    synchronized (tags) {
      tags.clear();
    }
    synchronized (duplicates) {
      duplicates.clear();
    }
    duplicateCount.reset();
    untagged.reset();
    untracked.reset();
    early.reset();
    resent.reset();
  }

  private AddressLog newLog(String address) {
    if (addresses.size() >= size.addresses()) {
      untracked.increment();
      return new AddressLog(address);
    }
    return addresses.computeIfAbsent(address, AddressLog::new);
  }

  private LongAdder outcome(Outcome outcome) {
    LongAdder adder = outcomes.get(outcome);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + outcome);
    }
    return adder;
  }

  private boolean addTag(String address, String tag) {
    long high = hash(hash(0x9e3779b97f4a7c15L, address) + 31, tag);
    long low = hash(hash(0xc2b2ae3d27d4eb4fL, address) + 31, tag) | 1;
    synchronized (tags) {
      return tags.add(high, low);
    }
  }

  /** 64 bits of text: a multiplication for each character, and SplitMix64's finalizer. */
  private static long hash(long seed, String text) {
    long h = seed;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x9fb21c651e98df25L;
      h ^= h >>> 29;
    }
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }
}
