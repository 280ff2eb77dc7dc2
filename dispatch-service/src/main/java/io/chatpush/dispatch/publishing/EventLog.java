package io.chatpush.dispatch.publishing;

import io.chatpush.events.ChatMessageEvent;
import io.chatpush.problem.ProblemException;
import java.util.concurrent.CompletableFuture;

/** The log of chat events, from which fan-out reads. */
interface EventLog {

  /**
   * Appends an event. Events of one channel are appended in the order of the calls. Never blocks.
   *
   * @param event keeps the rules of fan-out
   * @param bytes the size of the event as it was received, by which the memory is bounded
   * @return completes once all in-sync replicas have the event, or with a {@link ProblemException}
   */
  CompletableFuture<Void> append(ChatMessageEvent event, int bytes);
}
