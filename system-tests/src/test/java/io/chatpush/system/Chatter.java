package io.chatpush.system;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * People who go on chatting whatever happens: a message to all of them every so often, each of
 * which calls for a push to every phone.
 */
final class Chatter implements AutoCloseable {

  private final ChatSystem chat;
  private final List<Phone> phones;
  private final TopicTail<PushOutcome> outcomes;
  private final Set<String> messages = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> talk;

  private Chatter(RunningStack stack, List<Phone> phones, Duration pace) {
    this.phones = phones;
    chat = new ChatSystem(stack);
    outcomes = TopicTail.outcomes(stack);
    talk = clockwork.scheduleAtFixedRate(this::say, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** They begin to talk. */
  static Chatter begin(RunningStack stack, List<Phone> phones, Duration pace) {
    return new Chatter(stack, phones, pace);
  }

  private void say() {
    ChatMessageEvent message =
        chat.aMessageTo(phones.stream().map(Phone::user).toArray(String[]::new));
    try {
      var _ = chat.publish(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    messages.add(message.getMessageId());
  }

  /**
   * They fall silent.
   *
   * @return the pushes that they called for
   * @throws AssertionError if a message could not be published
   */
  int stop() throws InterruptedException {
    boolean failed = talk.isDone();
    clockwork.shutdown();
    if (failed || !clockwork.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new AssertionError("a message could not be published");
    }
    return messages.size() * phones.size();
  }

  /** Waits until every push called for has its outcome; returns how many had which. */
  Map<Outcome, Integer> awaitOutcomes(Duration limit) {
    int calledFor = messages.size() * phones.size();
    Map<String, Outcome> ended = new HashMap<>();
    Awaitility.await("an outcome for each of " + calledFor + " pushes")
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(200))
        .atMost(limit)
        .until(() -> {
          outcomes
              .all()
              .forEach(entry -> {
                PushOutcome outcome = entry.value();
                if (messages.contains(outcome.getMessage().getMessageId())) {
                  ended.put(outcome.getTarget().getPushId(), outcome.getOutcome());
                }
              });
          return ended.size() == calledFor;
        });
    Map<Outcome, Integer> counts = new HashMap<>();
    ended.values().forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    var _ = clockwork.shutdownNow();
    chat.close();
    outcomes.close();
  }
}
