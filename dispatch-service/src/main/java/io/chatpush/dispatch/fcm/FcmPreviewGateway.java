package io.chatpush.dispatch.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.fcm.message.FcmAnswer;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.chatpush.dispatch.fcm.message.FcmRefusal;
import io.chatpush.dispatch.fcm.message.FcmRequestEncoder;
import io.chatpush.dispatch.preview.Check;
import io.chatpush.dispatch.preview.PreviewGateway;
import io.chatpush.dispatch.preview.PreviewPush;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.events.AddressType;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has FCM check messages with {@code validate_only}, over the connections and with the access
 * tokens of the pushes. The message is addressed to a topic, because a topic needs no device; FCM
 * sends nothing.
 *
 * <p>Checks are neither paced nor counted by the meters of the pushes: an operator sends a few
 * dozen. A check that fails does not pause the project. Thread-safe.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send">FCM:
 *     validate_only</a>
 */
final class FcmPreviewGateway implements PreviewGateway {

  /** No device subscribes to it. */
  private static final String TOPIC = "chatpush-validate";

  private static final PushAddress PLACEHOLDER =
      new PushAddress(AddressType.TOKEN, "REGISTRATION_TOKEN");

  private final FirebaseProjects projects;
  private final FcmPushGateway gateway;
  private final FcmOutcomeMapper mapper;
  private final FcmRequestEncoder sends = new FcmRequestEncoder(false);
  private final FcmRequestEncoder checks = new FcmRequestEncoder(true);

  /** Without a registry in it, it counts nothing. */
  private final FcmMeters uncounted = new FcmMeters(new CompositeMeterRegistry());

  FcmPreviewGateway(FirebaseProjects projects, FcmPushGateway gateway, FcmOutcomeMapper mapper) {
    this.projects = projects;
    this.gateway = gateway;
    this.mapper = mapper;
  }

  @Override
  public String request(PreviewPush push) {
    return new String(
        sends.encode(
            new PushAttempt(
                push.appId(), PLACEHOLDER, push.pushId(), push.content(), push.timeToLive())),
        UTF_8);
  }

  @Override
  public CompletableFuture<Check> check(PreviewPush push) {
    FcmEndpoint endpoint = projects.endpoint(push.appId());
    if (endpoint == null) {
      return CompletableFuture.completedFuture(Check.notChecked(Rejected.APP_UNKNOWN));
    }
    byte[] body = checks.encodeToTopic(TOPIC, push.pushId(), push.content(), push.timeToLive());
    AtomicReference<@Nullable FcmAnswer> last = new AtomicReference<>();
    AnswerReader answers =
        answer -> {
          last.set(answer);
          return mapper.map(answer);
        };
    return gateway
        .send(endpoint, body, answers, uncounted)
        .handle((outcome, failure) ->
            outcome == null ? Check.notChecked(FcmSend.NO_ANSWER) : check(outcome, last.get()));
  }

  private static Check check(DeliveryOutcome outcome, @Nullable FcmAnswer answer) {
    return switch (outcome) {
      case Accepted _ -> Check.accepted();
      case Rejected _, AddressRefused _, TokenRetired _ -> refused(outcome.code(), answer);
      case Deferred _, NotSent _ -> Check.notChecked(outcome.code());
    };
  }

  private static Check refused(String code, @Nullable FcmAnswer answer) {
    FcmRefusal said = FcmRefusal.read(answer == null ? "" : answer.body());
    return Check.refused(
        code,
        said.message(),
        said.violations().stream()
            .map(violation -> new Check.Violation(violation.field(), violation.description()))
            .toList());
  }
}
