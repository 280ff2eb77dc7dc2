package io.chatpush.dispatch.fcm;

import com.google.firebase.messaging.MessagingErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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
 *   <li>{@code push.fcm.credentials.kept{app}}, gauge: 1 while the credentials file of the app
 *       cannot be used and the key from before is. Alert on it: a restart fails on a file that is
 *       bad
 *   <li>{@code push.fcm.credentials.taken{app}}, counter: keys of the file that were taken since
 *       the start, the first one excepted
 * </ul>
 */
final class FcmMeters {

  static final String OK = "OK";
  static final String RETIRED = MessagingErrorCode.UNREGISTERED.name();
  private static final String OTHER = "OTHER";

  private final MeterRegistry registry;
  private final Map<String, Timer> requests;
  private final Timer otherRequests;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  FcmMeters(MeterRegistry registry) {
    this.registry = registry;
    requests =
        Stream.concat(
                Arrays.stream(MessagingErrorCode.values()).map(Enum::name),
                Stream.of(
                    OK,
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
    Gauge.builder("push.fcm.connections", connections, AtomicInteger::get)
        .description("Connections open to FCM")
        .register(registry);
  }

  /** Returns what counts a key that was taken. */
  Runnable watchCredentials(String appId, BooleanSupplier kept) {
    Gauge.builder("push.fcm.credentials.kept", kept, k -> k.getAsBoolean() ? 1 : 0)
        .description("1 while the credentials file of the app cannot be used")
        .tag("app", appId)
        .strongReference(true)
        .register(registry);
    return Counter.builder("push.fcm.credentials.taken")
            .description("Keys taken from the credentials file since the start")
            .tag("app", appId)
            .register(registry)
        ::increment;
  }

  void begun() {
    inFlight.incrementAndGet();
  }

  void ended(String code, long nanos) {
    inFlight.decrementAndGet();
    requests.getOrDefault(code, otherRequests).record(nanos, TimeUnit.NANOSECONDS);
  }

  void connectionOpened() {
    connections.incrementAndGet();
  }

  void connectionClosed() {
    connections.decrementAndGet();
  }

  private static Timer requestTimer(MeterRegistry registry, String code) {
    return Timer.builder("push.fcm.requests")
        .description("Sends to FCM, by what they came to")
        .tag("code", code)
        .publishPercentileHistogram()
        .register(registry);
  }
}
