package io.chatpush.dispatch.publishing;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the events that are appended. Events of the channel {@link #UNREACHABLE} fail as they do
 * when Kafka does not acknowledge them; those of the channel {@link #SLOW} take a few milliseconds.
 */
final class FakeEventLog implements EventLog {

  static final String UNREACHABLE = "unreachable";
  static final String SLOW = "slow";

  private final List<ChatMessageEvent> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();

  @Override
  public CompletableFuture<Void> append(ChatMessageEvent event, int bytes) {
    if (event.getChannelId().equals(UNREACHABLE)) {
      return CompletableFuture.failedFuture(
          new ProblemException(Problem.of(ProblemType.UNAVAILABLE, "Kafka did not acknowledge.")));
    }
    events.add(event);
    if (!event.getChannelId().equals(SLOW)) {
      return CompletableFuture.completedFuture(null);
    }
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    return CompletableFuture.runAsync(
        inFlight::decrementAndGet, CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
  }

  /** Returns the events in the order in which they were appended. */
  List<ChatMessageEvent> events() {
    return events;
  }

  /** Returns the largest number of slow events that were in flight at once. */
  int mostInFlight() {
    return mostInFlight.get();
  }

  void clear() {
    events.clear();
  }
}
