package io.chatpush.dispatch.publishing;

import io.chatpush.dispatch.kafka.EventPublisher;
import io.chatpush.dispatch.kafka.PublisherClosedException;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes chat events to {@code chat.messages}. The publisher retries without a limit, but a caller
 * waits for its response, so that the wait ends after {@link #LONGEST_WAIT}. The event may still be
 * written later; a repeat of its id then replaces the same pushes.
 *
 * <p>Thread-safe.
 */
final class KafkaEventLog implements EventLog {

  /**
   * Longer than the election of a leader takes, and shorter than most HTTP clients and proxies wait
   * for a response.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /**
   * The largest number of bytes that wait for Kafka, of all requests together: 64 portions of
   * {@link EventLines}. While Kafka does not acknowledge, the publisher keeps all events, also
   * those whose caller no longer waits.
   */
  private static final long MOST_WAITING_BYTES = 64L * 1024 * 1024;

  private final EventPublisher publisher;
  private final AtomicLong waitingBytes = new AtomicLong();

  KafkaEventLog(EventPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public CompletableFuture<Void> append(ChatMessageEvent event, int bytes) {
    if (waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes);
      return CompletableFuture.failedFuture(
          unavailable("Too many events wait for Kafka. Repeat the request."));
    }
    CompletableFuture<Void> written =
        publisher.publish(Topics.CHAT_MESSAGES, event.getChannelId(), event);
    var _ = written.whenComplete((_, _) -> waitingBytes.addAndGet(-bytes));
    // Of a copy, because a timeout would complete the future of the publisher itself.
    return written
        .copy()
        .orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> {
          throw problem(failure);
        });
  }

  private static RuntimeException problem(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (EventPublisher.isTooLarge(cause)) {
      return new ProblemException(
          Problem.of(
              ProblemType.BODY_TOO_LARGE, "The event is larger than chat.messages accepts."));
    }
    return switch (cause) {
      case TimeoutException _ ->
          unavailable("Kafka did not acknowledge the event in time. Repeat the request.");
      case PublisherClosedException _ ->
          unavailable("The service is stopping. Repeat the request.");
      default -> new CompletionException(cause);
    };
  }

  private static ProblemException unavailable(String detail) {
    return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, detail));
  }
}
