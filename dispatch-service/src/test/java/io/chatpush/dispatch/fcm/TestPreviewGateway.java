package io.chatpush.dispatch.fcm;

import com.google.auth.oauth2.AccessToken;
import io.chatpush.dispatch.fcm.credentials.AccessTokens;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.http2.Tls;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.preview.Check;
import io.chatpush.dispatch.preview.PreviewGateway;
import io.chatpush.dispatch.preview.PreviewPush;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The real gateway of previews, for apps of the project {@code fixture} of a simulator. */
public final class TestPreviewGateway implements PreviewGateway, AutoCloseable {

  private final FcmPushGateway gateway;
  private final FcmPreviewGateway previews;

  public TestPreviewGateway(FcmSimulator simulator, String... apps) {
    Clock clock = Clock.systemUTC();
    Duration second = Duration.ofSeconds(1);
    FcmSettings settings =
        new FcmSettings(
            URI.create(simulator.httpUrl()),
            1,
            Duration.ofSeconds(10),
            second,
            Duration.ofSeconds(30),
            second,
            null,
            Duration.ofDays(1),
            false);
    FirebaseProjects projects =
        FirebaseProjects.fixed(
            Stream.of(apps)
                .map(app ->
                    FirebaseProject.at(
                        settings.endpoint(),
                        app,
                        new Project("fixture", Project.LEAST_QUOTA),
                        new AccessTokens(
                            app,
                            () ->
                                new AccessToken(
                                    simulator.accessTokens().issue("fixture"),
                                    Date.from(Instant.now().plus(Duration.ofHours(1)))),
                            clock)))
                .toList(),
            clock);
    FcmOutcomeMapper mapper = new FcmOutcomeMapper(clock);
    gateway =
        new FcmPushGateway(
            projects,
            settings,
            new Http2Connections(settings.connectionSettings(), Tls.none()),
            mapper,
            new FcmMeters(new SimpleMeterRegistry()));
    previews = new FcmPreviewGateway(projects, gateway, mapper);
  }

  @Override
  public String request(PreviewPush push) {
    return previews.request(push);
  }

  @Override
  public CompletableFuture<Check> check(PreviewPush push) {
    return previews.check(push);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
