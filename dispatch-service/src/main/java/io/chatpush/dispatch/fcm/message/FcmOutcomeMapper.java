package io.chatpush.dispatch.fcm.message;

import com.google.firebase.ErrorCode;
import com.google.firebase.messaging.MessagingErrorCode;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.service.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What an answer of FCM means: the only place that reads its codes.
 *
 * <p>FCM's own code decides; where there is none, the HTTP status does. Only two answers are about
 * the address: {@code UNREGISTERED}, and an {@code INVALID_ARGUMENT} whose details name the address
 * and nothing else. Any other {@code INVALID_ARGUMENT} may be about the message, and a bare 404
 * comes from a wrong project or endpoint.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM: error
 *     codes</a>
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM: handling errors at
 *     scale</a>
 */
public final class FcmOutcomeMapper {

  /** FCM does not take our access token, or the token endpoint does not take our key. */
  public static final String CREDENTIALS_REFUSED = "CREDENTIALS_REFUSED";

  /** A 404 that does not speak of the device: the project or the endpoint does not exist. */
  public static final String PROJECT_NOT_FOUND = "PROJECT_NOT_FOUND";

  /** Names of google.rpc.Code, so that a stranger's word never becomes a code of ours. */
  private static final Set<String> CANONICAL_CODES =
      Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

  /** FCM's names have some 60 characters. The name is kept in outcomes and shown to operators. */
  private static final int LONGEST_NAME = 256;

  /** Of the 4xx: too slow, aborted by another request, too early, cancelled. */
  private static final Set<Integer> PASSING = Set.of(408, 409, 425, 499);

  private final JsonFactory json = new JsonFactory();
  private final Clock clock;

  /** The clock is for a {@code Retry-After} that is a date. */
  public FcmOutcomeMapper(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns what the answer means for the push.
   *
   * @throws UnreadableAnswerException if FCM seems to have taken the push but its answer is none
   */
  public DeliveryOutcome map(FcmAnswer answer) throws UnreadableAnswerException {
    if (answer.status() / 100 == 2) {
      return accepted(answer);
    }
    FcmError error = FcmError.read(json, answer.body());
    MessagingErrorCode code = error.fcmCode();
    return code == null ? byStatus(answer, error) : byCode(answer, code, error.ofAddress());
  }

  /** Without a tree: nearly every answer comes this way. */
  private DeliveryOutcome accepted(FcmAnswer answer) throws UnreadableAnswerException {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), answer.body())) {
      if (answer.status() != 200 || parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableAnswerException(answer.status());
      }
      String name = null;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isName = parser.currentName().equals("name");
        JsonToken value = parser.nextToken();
        if (isName && value == JsonToken.VALUE_STRING) {
          name = parser.getString();
        } else {
          parser.skipChildren();
        }
      }
      return new Accepted(name == null ? null : SafeText.sentence(name, LONGEST_NAME));
    } catch (JacksonException e) {
      // Without the cause: its message quotes the answer.
      throw new UnreadableAnswerException(answer.status());
    }
  }

  private DeliveryOutcome byCode(FcmAnswer answer, MessagingErrorCode code, boolean ofAddress) {
    return switch (code) {
      case UNREGISTERED -> new TokenRetired();
      case INVALID_ARGUMENT ->
          ofAddress
              ? new AddressRefused(code.name(), answer.status())
              : new Rejected(code.name(), answer.status());
      case SENDER_ID_MISMATCH, THIRD_PARTY_AUTH_ERROR -> new Rejected(code.name(), answer.status());
      case QUOTA_EXCEEDED, UNAVAILABLE, INTERNAL -> deferred(answer, code.name());
    };
  }

  private DeliveryOutcome byStatus(FcmAnswer answer, FcmError error) {
    return error.ofThisPush() ? bySeverity(answer, error) : ofFrontEnd(answer, error);
  }

  /** Said of every push of the project, and before FCM looked at this one. */
  private DeliveryOutcome ofFrontEnd(FcmAnswer answer, FcmError error) {
    return switch (answer.status()) {
      case 401, 403 -> new NotSent(CREDENTIALS_REFUSED, retryAfter(answer));
      case 404 -> new NotSent(PROJECT_NOT_FOUND, retryAfter(answer));
      default -> bySeverity(answer, error);
    };
  }

  private DeliveryOutcome bySeverity(FcmAnswer answer, FcmError error) {
    int status = answer.status();
    return switch (status) {
      case 429 -> deferred(answer, MessagingErrorCode.QUOTA_EXCEEDED.name());
      case 500 -> deferred(answer, MessagingErrorCode.INTERNAL.name());
      case 503 -> deferred(answer, MessagingErrorCode.UNAVAILABLE.name());
      default -> {
        String canonicalCode = error.status();
        String code =
            canonicalCode != null && CANONICAL_CODES.contains(canonicalCode)
                ? canonicalCode
                : "HTTP_" + status;
        boolean permanent = status / 100 == 4 && !PASSING.contains(status);
        yield permanent ? new Rejected(code, status) : deferred(answer, code);
      }
    };
  }

  private Deferred deferred(FcmAnswer answer, String code) {
    return new Deferred(code, answer.status(), retryAfter(answer));
  }

  private @Nullable Duration retryAfter(FcmAnswer answer) {
    String header = answer.retryAfter();
    return header == null ? null : RetryAfter.parse(header, clock.instant());
  }
}
