package io.chatpush.dispatch.fcm;

import com.google.firebase.messaging.MessagingErrorCode;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.dispatch.fcm.message.FcmOutcomeMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What sending to FCM looks like from here.
 *
 * <ul>
 *   <li>{@code push.fcm.requests{code}}, timer with histogram: from {@code send} to the outcome,
 *       waiting for a token or a connection included. The code is {@code OK}, one of FCM's, {@code
 *       CREDENTIALS_REFUSED}, {@code PROJECT_NOT_FOUND}, {@code NO_ACCESS_TOKEN}, {@code
 *       NO_CONNECTION}, {@code NO_STREAM}, {@code NO_ANSWER} (it was sent, and nobody knows more)
 *       or {@code OTHER}. Its counts add up to the sends begun, less {@code push.fcm.in.flight}.
 *       Alert on a rate of {@code CREDENTIALS_REFUSED}, {@code PROJECT_NOT_FOUND}, {@code
 *       THIRD_PARTY_AUTH_ERROR} or {@code SENDER_ID_MISMATCH} above zero: that is configuration
 *   <li>{@code push.fcm.in.flight}, gauge: sends begun and not ended
 *   <li>{@code push.fcm.connections}, gauge: connections open to FCM
 * </ul>
 */
final class FcmMeters {

  private static final String OTHER = "OTHER";

  private final MeterRegistry registry;
  private final Map<String, Timer> requests;
  private final Timer otherRequests;
  private final AtomicInteger inFlight = new AtomicInteger();

  FcmMeters(MeterRegistry registry) {
    this.registry = registry;
    requests =
        Stream.concat(
                Arrays.stream(MessagingErrorCode.values()).map(Enum::name),
                Stream.of(
                    Accepted.CODE,
                    FcmSend.NO_ANSWER,
                    FcmSend.NO_CONNECTION.code(),
                    FcmSend.NO_STREAM.code(),
                    FcmSend.NO_ACCESS_TOKEN.code(),
                    FcmOutcomeMapper.CREDENTIALS_REFUSED,
                    FcmOutcomeMapper.PROJECT_NOT_FOUND))
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), code -> requestTimer(registry, code)));
    otherRequests = requestTimer(registry, OTHER);
    Gauge.builder("push.fcm.in.flight", inFlight, AtomicInteger::get)
        .description("Sends begun and not ended")
        .register(registry);
  }

  /** Shows the connections for as long as they are used. */
  void watch(Http2Connections connections) {
    Gauge.builder("push.fcm.connections", connections, Http2Connections::open)
        .description("Connections open to FCM")
        .register(registry);
  }

  void begun() {
    inFlight.incrementAndGet();
  }

  void ended(String code, long nanos) {
    inFlight.decrementAndGet();
    requests.getOrDefault(code, otherRequests).record(nanos, TimeUnit.NANOSECONDS);
  }

  private static Timer requestTimer(MeterRegistry registry, String code) {
    return Timer.builder("push.fcm.requests")
        .description("Sends to FCM, by what they came to")
        .tag("code", code)
        .publishPercentileHistogram()
        .register(registry);
  }
}
