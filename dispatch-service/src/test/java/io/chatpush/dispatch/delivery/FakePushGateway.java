package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.pacing.Project;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in memory that answers as it is told and accepts everything else. {@link
 * PushGatewayContract} holds it to what the real one does. Thread-safe.
 */
public final class FakePushGateway implements PushGateway {

  static final Project PROJECT = new Project("fixture", 6_000_000);

  private final Map<String, Project> projects = new HashMap<>(Map.of("test-app", PROJECT));
  private final List<PushAttempt> attempts = new ArrayList<>();
  private final Map<String, Queue<CompletableFuture<DeliveryOutcome>>> scripts = new HashMap<>();
  private Function<PushAttempt, CompletableFuture<DeliveryOutcome>> otherwise = this::accepted;

  /** The next sends to that address come to these, one after the other. */
  public synchronized FakePushGateway answer(String address, DeliveryOutcome... outcomes) {
    Stream.of(outcomes).map(CompletableFuture::completedFuture).forEach(script(address)::add);
    return this;
  }

  /** The next send to that address has no answer that anybody knows. */
  public synchronized FakePushGateway loseAnswer(String address) {
    script(address).add(CompletableFuture.failedFuture(new IOException("the answer was lost")));
    return this;
  }

  /** The next send to that address ends when the caller completes the future. */
  public synchronized CompletableFuture<DeliveryOutcome> hold(String address) {
    CompletableFuture<DeliveryOutcome> held = new CompletableFuture<>();
    script(address).add(held);
    return held;
  }

  /** What becomes of the sends that no script speaks of. */
  public synchronized FakePushGateway otherwise(
      Function<PushAttempt, CompletableFuture<DeliveryOutcome>> answer) {
    otherwise = answer;
    return this;
  }

  /** Every send begun, in order. */
  public synchronized List<PushAttempt> attempts() {
    return List.copyOf(attempts);
  }

  @Override
  public synchronized CompletableFuture<DeliveryOutcome> send(PushAttempt attempt) {
    attempts.add(attempt);
    CompletableFuture<DeliveryOutcome> scripted = script(attempt.address().value()).poll();
    return scripted == null ? otherwise.apply(attempt) : scripted;
  }

  @Override
  public Duration sendTimeout() {
    return Duration.ofSeconds(10);
  }

  @Override
  public @Nullable Project project(String appId) {
    return projects.get(appId);
  }

  @Override
  public List<Project> projects() {
    return List.copyOf(projects.values());
  }

  /** Has another app from now on. */
  public FakePushGateway alsoServe(String appId, Project project) {
    projects.put(appId, project);
    return this;
  }

  private Queue<CompletableFuture<DeliveryOutcome>> script(String address) {
    return scripts.computeIfAbsent(address, _ -> new ArrayDeque<>());
  }

  private CompletableFuture<DeliveryOutcome> accepted(PushAttempt attempt) {
    String name = "projects/fixture/messages/" + attempts.size();
    return CompletableFuture.completedFuture(new Accepted(name));
  }
}
