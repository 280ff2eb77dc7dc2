package io.chatpush.dispatch.fcm;

import com.google.auth.oauth2.AccessToken;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.delivery.PushGateway;
import io.chatpush.dispatch.fcm.credentials.AccessTokens;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.http2.Tls;
import io.chatpush.dispatch.fcm.message.FcmFixtures;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A gateway for app {@code app} with its own meters, and tokens that need no OAuth server. */
final class TestGateway implements PushGateway, AutoCloseable {

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FcmPushGateway gateway;

  private TestGateway(FcmSettings settings, AccessTokens.Exchange exchange) {
    FcmMeters meters = new FcmMeters(registry);
    FirebaseProject project =
        FirebaseProject.at(
            settings.endpoint(),
            "app",
            new Project("fixture", 600_000),
            new AccessTokens("app", exchange, Clock.systemUTC()));
    gateway =
        new FcmPushGateway(
            FirebaseProjects.fixed(List.of(project), FcmFixtures.CLOCK),
            settings,
            new Http2Connections(settings.connectionSettings(), tls(settings)),
            new FcmOutcomeMapper(FcmFixtures.CLOCK),
            meters);
  }

  static TestGateway at(URI endpoint) {
    return at(endpoint, 2, Duration.ofSeconds(10));
  }

  static TestGateway at(URI endpoint, int connections, Duration sendTimeout) {
    AtomicInteger fetched = new AtomicInteger();
    return at(
        endpoint,
        connections,
        sendTimeout,
        () ->
            new AccessToken(
                "fixture-" + fetched.incrementAndGet(),
                Date.from(Instant.now().plus(Duration.ofHours(1)))));
  }

  static TestGateway at(
      URI endpoint, int connections, Duration sendTimeout, AccessTokens.Exchange exchange) {
    return new TestGateway(
        settings(endpoint, connections, sendTimeout, Duration.ofSeconds(30), Duration.ofSeconds(2)),
        exchange);
  }

  /** One that loses patience with connections soon. */
  static TestGateway impatient(
      URI endpoint, int connections, Duration maxIdleTime, Duration pingAfter) {
    return new TestGateway(
        settings(endpoint, connections, Duration.ofSeconds(20), maxIdleTime, pingAfter),
        TestGateway::token);
  }

  /** One whose tokens the simulator takes, without TLS. */
  static TestGateway withTokensOf(FcmSimulator simulator) {
    return at(
        URI.create(simulator.httpUrl()),
        4,
        Duration.ofSeconds(10),
        () ->
            new AccessToken(
                simulator.accessTokens().issue("fixture"),
                Date.from(Instant.now().plus(Duration.ofHours(1)))));
  }

  private static FcmSettings settings(
      URI endpoint,
      int connections,
      Duration sendTimeout,
      Duration maxIdleTime,
      Duration pingAfter) {
    Duration second = Duration.ofSeconds(1);
    return new FcmSettings(
        endpoint,
        connections,
        sendTimeout,
        sendTimeout.compareTo(second) < 0 ? sendTimeout : second,
        maxIdleTime,
        pingAfter,
        null,
        Duration.ofDays(1),
        false);
  }

  private static AccessToken token() {
    return new AccessToken("fixture", Date.from(Instant.now().plus(Duration.ofHours(1))));
  }

  private static Tls tls(FcmSettings settings) {
    try {
      return settings.isSecure() ? Tls.with(builder -> {}) : Tls.none();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Duration sendTimeout() {
    return gateway.sendTimeout();
  }

  @Override
  public @Nullable Project project(String appId) {
    return gateway.project(appId);
  }

  @Override
  public List<Project> projects() {
    return gateway.projects();
  }

  CompletableFuture<DeliveryOutcome> send() {
    return send(FcmFixtures.anAttempt());
  }

  @Override
  public CompletableFuture<DeliveryOutcome> send(PushAttempt attempt) {
    return gateway.send(attempt);
  }

  double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  long requests(String code) {
    return registry.get("push.fcm.requests").tag("code", code).timer().count();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
