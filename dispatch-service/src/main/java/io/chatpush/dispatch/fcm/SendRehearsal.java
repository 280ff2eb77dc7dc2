package io.chatpush.dispatch.fcm;

import com.google.auth.oauth2.AccessToken;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.fcm.credentials.AccessTokens;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.http2.Tls;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.dispatch.startup.Rehearsal;
import io.chatpush.events.AddressType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Renders pushes and sends them, through all of the real gateway, to {@link LoopbackFcm}. */
final class SendRehearsal implements Rehearsal {

  private static final String APP = "rehearsal";
  private static final int SENDS = 150;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final FcmPayloadRenderer renderer = new FcmPayloadRenderer();
  private final Clock clock;
  private @Nullable LoopbackFcm fcm;
  private @Nullable FcmPushGateway gateway;

  SendRehearsal(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void rehearse() throws Exception {
    FcmPushGateway at = gateway;
    if (at == null) {
      LoopbackFcm loopback = new LoopbackFcm();
      fcm = loopback;
      at = gateway(loopback);
      gateway = at;
    }
    List<CompletableFuture<DeliveryOutcome>> sends = new ArrayList<>();
    for (int i = 0; i < SENDS; i++) {
      Platform platform = PayloadRenderer.PLATFORMS.get(i % PayloadRenderer.PLATFORMS.size());
      String message = "message-" + i;
      PushContent content =
          new PushContent(
              "Title of " + message,
              "A text of \"some\" length, with ümlauts and 👋",
              "",
              Map.of("message_id", message, "channel_id", "channel"),
              PushOptions.of(MessagePriority.HIGH, "channel"),
              clock.instant().plusSeconds(3_600));
      sends.add(
          at.send(
              new PushAttempt(
                  APP,
                  new PushAddress(AddressType.TOKEN, "address-" + i),
                  PushId.ofDevice(APP, message, "user", "device"),
                  renderer.render(content, platform),
                  Duration.ofHours(1))));
    }
    CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new))
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void end() {
    if (gateway != null) {
      gateway.close();
    }
    if (fcm != null) {
      fcm.close();
    }
  }

  private FcmPushGateway gateway(LoopbackFcm loopback) {
    FcmSettings settings =
        new FcmSettings(
            loopback.uri(), 2, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, null, TIMEOUT, false);
    AccessTokens tokens =
        new AccessTokens(
            APP,
            () -> new AccessToken("none", Date.from(clock.instant().plus(Duration.ofHours(1)))),
            clock);
    // Without a registry in it, it counts nothing.
    FcmMeters meters = new FcmMeters(new CompositeMeterRegistry());
    return new FcmPushGateway(
        FirebaseProjects.fixed(
            List.of(
                FirebaseProject.at(
                    settings.endpoint(), APP, new Project(APP, Project.LEAST_QUOTA), tokens)),
            clock),
        settings,
        new Http2Connections(settings.connectionSettings(), Tls.none()),
        new FcmOutcomeMapper(clock),
        meters);
  }
}
