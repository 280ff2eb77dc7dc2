package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.delivery.PushGateway;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.fcm.message.FcmRequestEncoder;
import io.chatpush.dispatch.pacing.Project;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends over few HTTP/2 connections, many pushes at once on each. What is known not to have reached
 * FCM is a {@link NotSent}; what may have reached it and has no answer is an exception.
 *
 * <p>Nothing here retries a push that FCM may have seen. Two things are tried again at once, once:
 * a stream that the server declares unprocessed (REFUSED_STREAM, or beyond the last stream of a
 * GOAWAY), and a push whose access token was refused.
 */
final class FcmPushGateway implements PushGateway, AutoCloseable {

  /** How exactly the send timeout is kept. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final FirebaseProjects projects;
  private final FcmRequestEncoder encoder;
  private final FcmOutcomeMapper mapper;
  private final FcmMeters meters;
  private final Http2Connections connections;
  private final Duration sendTimeout;
  private final Timer timer =
      new HashedWheelTimer(
          new DefaultThreadFactory("fcm-timeouts", true), TICK.toMillis(), TimeUnit.MILLISECONDS);

  FcmPushGateway(
      FirebaseProjects projects,
      FcmSettings settings,
      Http2Connections connections,
      FcmOutcomeMapper mapper,
      FcmMeters meters) {
    this.projects = projects;
    this.encoder = new FcmRequestEncoder(settings.validateOnly());
    this.connections = connections;
    this.mapper = mapper;
    this.meters = meters;
    this.sendTimeout = settings.sendTimeout();
    meters.watch(connections);
  }

  @Override
  public CompletableFuture<DeliveryOutcome> send(PushAttempt attempt) {
    FcmEndpoint endpoint = projects.endpoint(attempt.appId());
    if (endpoint == null) {
      return CompletableFuture.completedFuture(new Rejected(Rejected.APP_UNKNOWN, 0));
    }
    byte[] body;
    try {
      body = encoder.encode(attempt);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Rejected("MALFORMED_PAYLOAD", 0));
    }
    return send(endpoint, body, mapper::map, meters);
  }

  /** Sends a request that is written already. */
  CompletableFuture<DeliveryOutcome> send(
      FcmEndpoint endpoint, byte[] body, AnswerReader answers, FcmMeters counted) {
    FcmSend send = new FcmSend(endpoint, body, connections, sendTimeout, answers, counted);
    send.begin(timer);
    return send.outcome();
  }

  @Override
  public Duration sendTimeout() {
    return sendTimeout;
  }

  @Override
  public @Nullable Project project(String appId) {
    FirebaseProject project = projects.of(appId);
    return project == null ? null : project.project();
  }

  @Override
  public List<Project> projects() {
    return projects.projects();
  }

  /** Ends every send in flight as unanswered: drain first. */
  @Override
  public void close() {
    connections.close();
    timer.stop();
  }
}
